package io.jenkins.plugins.fleetimagescan.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;

/**
 * What commits are signed with: an SSH key, as {@code git config gpg.format ssh} has it, or an OpenPGP key, Git's default.
 * It lives in memory only, and its {@code toString} does not show it.
 */
public final class SigningKey implements Serializable {
    private static final long serialVersionUID = 1;

    private final boolean openPgp;
    private final GitCredential.SshKey key;

    private SigningKey(boolean openPgp, String privateKey, @CheckForNull String passphrase) {
        this.openPgp = openPgp;
        this.key = new GitCredential.SshKey(null, privateKey, passphrase);
    }

    /**
     * @param privateKey the text of the key file (OpenSSH or PEM; Ed25519, ECDSA or RSA)
     * @param passphrase null if the key is not encrypted
     * @throws GitException of kind CONFIGURATION if the key cannot be read, or is of a type that cannot sign commits
     */
    public static SigningKey ssh(String privateKey, @CheckForNull String passphrase) throws GitException {
        return checked(new SigningKey(false, privateKey, passphrase));
    }

    /**
     * @param privateKey what {@code gpg --armor --export-secret-keys ID} writes
     * @param passphrase null if the key is not encrypted
     * @throws GitException of kind CONFIGURATION if the key cannot be read, is a public one, or cannot sign any more
     */
    public static SigningKey openPgp(String privateKey, @CheckForNull String passphrase) throws GitException {
        return checked(new SigningKey(true, privateKey, passphrase));
    }

    /** A key of either kind, which its text tells. */
    public static SigningKey of(String privateKey, @CheckForNull String passphrase) throws GitException {
        return OpenPgpSignature.isKey(privateKey) ? openPgp(privateKey, passphrase) : ssh(privateKey, passphrase);
    }

    private static SigningKey checked(SigningKey key) throws GitException {
        key.signature();
        return key;
    }

    /** Decrypts the key, which takes a moment. */
    CommitSignature signature() throws GitException {
        return openPgp
                ? OpenPgpSignature.with(key.privateKey(), key.passphrase())
                : SshSignature.with(SshSessions.load(key).get(0));
    }

    @Override
    public String toString() {
        return "SigningKey[****]";
    }
}
