package io.jenkins.plugins.fleetimagescan.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;

/**
 * What a remote asks for. It is offered only to the scheme, host and port of the URL of the operation, lives in memory
 * only, and no {@code toString} shows it.
 */
public sealed interface GitCredential extends Serializable {
    /** Nothing is offered. Over SSH no key of the current user is tried either. */
    static GitCredential none() {
        return new None();
    }

    /** For HTTP(S) and SSH with password. */
    static GitCredential password(String user, String password) {
        return new Password(user, password);
    }

    /** An access token for HTTP(S) where the user name does not matter (GitHub, GitLab, Gitea, Bitbucket). */
    static GitCredential token(String token) {
        return new Password("x-access-token", token);
    }

    /**
     * For SSH.
     *
     * @param user null: the user of the URL
     * @param privateKey the text of the key file (OpenSSH or PEM)
     * @param passphrase null if the key is not encrypted
     */
    static GitCredential sshKey(@CheckForNull String user, String privateKey, @CheckForNull String passphrase) {
        return new SshKey(user, privateKey, passphrase);
    }

    /** For SSH: the unencrypted default keys in the {@code .ssh} folder of the current user, as the {@code ssh} program uses them. */
    static GitCredential userKeys() {
        return new UserKeys();
    }

    /** See {@link #none()}. */
    record None() implements GitCredential {}

    /** See {@link #password}. */
    record Password(String user, String password) implements GitCredential {
        @Override
        public String toString() {
            return "Password[user=" + user + ", password=****]";
        }
    }

    /** See {@link #sshKey}. */
    record SshKey(@CheckForNull String user, String privateKey, @CheckForNull String passphrase)
            implements GitCredential {
        @Override
        public String toString() {
            return "SshKey[user=" + user + ", privateKey=****, passphrase=****]";
        }
    }

    /** See {@link #userKeys()}. */
    record UserKeys() implements GitCredential {}
}
