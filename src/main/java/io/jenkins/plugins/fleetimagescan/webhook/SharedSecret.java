package io.jenkins.plugins.fleetimagescan.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Compares what a sender knows with the shared secret, in a time that tells nothing about the secret. */
final class SharedSecret {
    private static final String HMAC = "HmacSHA256";
    private static final String SIGNATURE_PREFIX = "sha256=";

    private final byte[] secret;

    SharedSecret(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    boolean is(String candidate) {
        // Digests have the same length whatever the candidate's is.
        return MessageDigest.isEqual(digest(secret), digest(candidate.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Whether the body was signed with the secret.
     *
     * @param signature {@code sha256=} and the HMAC in hexadecimal
     * @see <a href="https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries">GitHub,
     *     validating webhook deliveries</a>
     */
    boolean signed(byte[] body, String signature) {
        if (!signature.startsWith(SIGNATURE_PREFIX)) {
            return false;
        }
        byte[] told;
        try {
            told = HexFormat.of().parseHex(signature.substring(SIGNATURE_PREFIX.length()));
        } catch (IllegalArgumentException e) {
            return false;
        }
        return MessageDigest.isEqual(hmac(body), told);
    }

    private byte[] hmac(byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static byte[] digest(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    @Override
    public String toString() {
        return "****";
    }
}
