package io.jenkins.plugins.fleetimagescan.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;
import java.security.KeyPair;

/**
 * What commits are signed with: an SSH key, as {@code git config gpg.format ssh} has it. It lives in memory only, and
 * its {@code toString} does not show it.
 */
public final class SigningKey implements Serializable {
    private static final long serialVersionUID = 1;

    private final GitCredential.SshKey key;

    private SigningKey(GitCredential.SshKey key) {
        this.key = key;
    }

    /**
     * @param privateKey the text of the key file (OpenSSH or PEM; Ed25519, ECDSA or RSA)
     * @param passphrase null if the key is not encrypted
     * @throws GitException of kind CONFIGURATION if the key cannot be read, or is of a type that cannot sign commits
     */
    public static SigningKey ssh(String privateKey, @CheckForNull String passphrase) throws GitException {
        SigningKey key = new SigningKey(new GitCredential.SshKey(null, privateKey, passphrase));
        key.signature();
        return key;
    }

    /** Decrypts the key, which takes a moment. */
    SshSignature signature() throws GitException {
        KeyPair pair = SshSessions.load(key).get(0);
        return SshSignature.with(pair);
    }

    @Override
    public String toString() {
        return "SigningKey[****]";
    }
}
