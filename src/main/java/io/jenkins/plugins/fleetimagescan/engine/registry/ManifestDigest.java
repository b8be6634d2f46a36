package io.jenkins.plugins.fleetimagescan.engine.registry;

import io.jenkins.plugins.fleetimagescan.engine.image.Digest;
import java.net.http.HttpHeaders;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The digest of a manifest, as told by the registry or computed from the manifest's bytes. */
final class ManifestDigest {
    private ManifestDigest() {}

    /** What the registry says; empty where it says nothing that is a digest. */
    static Optional<Digest> told(HttpHeaders headers) {
        return headers.firstValue("Docker-Content-Digest")
                .map(String::strip)
                .filter(Digest::isDigest)
                .map(Digest::new);
    }

    /** The digest of the bytes; empty if the registry says another one. */
    static Optional<Digest> of(byte[] manifest, HttpHeaders headers) {
        Optional<Digest> told = told(headers);
        String algorithm = told.isPresent() && told.get().text().startsWith("sha512:") ? "sha512" : "sha256";
        Digest computed = new Digest(algorithm + ":" + HexFormat.of().formatHex(hash(algorithm, manifest)));
        return told.isEmpty() || told.get().equals(computed) ? Optional.of(computed) : Optional.empty();
    }

    private static byte[] hash(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm.equals("sha512") ? "SHA-512" : "SHA-256")
                    .digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
