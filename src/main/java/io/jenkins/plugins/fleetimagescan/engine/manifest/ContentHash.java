package io.jenkins.plugins.fleetimagescan.engine.manifest;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The SHA-256 hash of a file's content, by which a file is known again. */
record ContentHash(BigInteger value) {
    static ContentHash of(byte[] content) {
        try {
            return new ContentHash(
                    new BigInteger(1, MessageDigest.getInstance("SHA-256").digest(content)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every Java platform has it.
        }
    }
}
