package io.jenkins.plugins.fleetimagescan.engine.image;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * A content digest such as {@code sha256:…}.
 *
 * @param text algorithm and hexadecimal value as the registry writes them
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/descriptor.md#digests">OCI image
 *     specification, digests</a>
 */
public record Digest(String text) implements Serializable {
    /** Several times the longest digest in use; the grammar itself has no limit, and patterns recurse. */
    private static final int MAX_LENGTH = 512;

    private static final Pattern GRAMMAR = Pattern.compile("[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-zA-Z=_-]{32,}");
    private static final Pattern SHA256 = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final Pattern SHA512 = Pattern.compile("sha512:[0-9a-f]{128}");

    /** @throws IllegalArgumentException if the text is not a digest; see {@link #isDigest} */
    public Digest {
        if (!isDigest(text)) {
            throw new IllegalArgumentException(Messages.Digest_invalid(text));
        }
    }

    public static boolean isDigest(String text) {
        if (text.length() > MAX_LENGTH) {
            return false;
        }
        if (text.startsWith("sha256:")) {
            return SHA256.matcher(text).matches();
        }
        if (text.startsWith("sha512:")) {
            return SHA512.matcher(text).matches();
        }
        return GRAMMAR.matcher(text).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
