package io.jenkins.plugins.fleetimagescan.engine.git;

import io.jenkins.plugins.fleetimagescan.engine.git.GitException.Kind;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Set;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.eclipse.jgit.lib.GpgSignature;

/**
 * Signs with an SSH key in the format of <a
 * href="https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.sshsig">PROTOCOL.sshsig</a>, namespace {@code git}.
 * JGit's own signer takes keys from files and from the agent only.
 */
final class SshSignature implements CommitSignature {
    private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final String NAMESPACE = "git";
    private static final String HASH = "sha512";
    private static final String RESERVED = "";
    /** A multiple of four; ssh-keygen writes 70. */
    private static final int LINE = 76;

    private static final Set<String> ALGORITHMS = Set.of(
            KeyPairProvider.SSH_ED25519,
            KeyPairProvider.ECDSA_SHA2_NISTP256,
            KeyPairProvider.ECDSA_SHA2_NISTP384,
            KeyPairProvider.ECDSA_SHA2_NISTP521,
            KeyUtils.RSA_SHA512_KEY_TYPE_ALIAS);

    private final KeyPair pair;
    private final String algorithm;

    private SshSignature(KeyPair pair, String algorithm) {
        this.pair = pair;
        this.algorithm = algorithm;
    }

    /** @throws GitException if keys of this type cannot sign commits (DSA, hardware keys) */
    static SshSignature with(KeyPair pair) throws GitException {
        String type = KeyUtils.getKeyType(pair);
        // The format forbids RSA with SHA-1, which is what the name of the key type stands for.
        String algorithm = KeyPairProvider.SSH_RSA.equals(type) ? KeyUtils.RSA_SHA512_KEY_TYPE_ALIAS : type;
        if (algorithm == null || !ALGORITHMS.contains(algorithm)) {
            throw new GitException(Kind.CONFIGURATION, Messages.SshSignature_type(type));
        }
        return new SshSignature(pair, algorithm);
    }

    @Override
    public GpgSignature sign(byte[] data) throws GitException {
        try {
            Buffer signed = new ByteArrayBuffer();
            signed.putRawBytes(MAGIC);
            signed.putString(NAMESPACE);
            signed.putString(RESERVED);
            signed.putString(HASH);
            signed.putBytes(MessageDigest.getInstance("SHA-512").digest(data));
            Signature signer = BuiltinSignatures.fromFactoryName(algorithm).create();
            signer.initSigner(null, pair.getPrivate());
            signer.update(null, signed.getCompactData());
            Buffer signature = new ByteArrayBuffer();
            signature.putString(algorithm);
            signature.putBytes(signer.sign(null));
            Buffer whole = new ByteArrayBuffer();
            whole.putRawBytes(MAGIC);
            whole.putUInt(VERSION);
            whole.putPublicKey(pair.getPublic());
            whole.putString(NAMESPACE);
            whole.putString(RESERVED);
            whole.putString(HASH);
            whole.putBytes(signature.getCompactData());
            return new GpgSignature(armor(whole.getCompactData()).getBytes(StandardCharsets.US_ASCII));
        } catch (Exception e) { // What the signature's interface declares.
            throw new GitException(Kind.CONFIGURATION, Messages.SshSignature_failed(algorithm, e.getMessage()), e);
        }
    }

    private static String armor(byte[] signature) {
        String text = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(signature);
        return "-----BEGIN SSH SIGNATURE-----\n" + text + "\n-----END SSH SIGNATURE-----";
    }
}
