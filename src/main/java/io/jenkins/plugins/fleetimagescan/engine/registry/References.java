package io.jenkins.plugins.fleetimagescan.engine.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Addresses as servers write them, which is not always as RFC 3986 wants them. */
final class References {
    private References() {}

    /** The reference as seen from the base; empty if it makes no sense. */
    static Optional<URI> resolve(URI base, String reference) {
        try {
            String escaped = escape(reference.strip());
            // URI.resolve implements RFC 2396, in which a query alone drops the last path segment.
            URI resolved = escaped.startsWith("?")
                    ? new URI(Origin.of(base) + base.getRawPath() + escaped)
                    : base.resolve(new URI(escaped));
            return resolved.getHost() == null ? Optional.empty() : Optional.of(withoutFragment(resolved));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static URI withoutFragment(URI uri) throws URISyntaxException {
        String text = uri.toString();
        int hash = text.indexOf('#');
        return hash < 0 ? uri : new URI(text.substring(0, hash));
    }

    /** Percent-encodes what an address must not hold and some servers do not encode. */
    private static String escape(String reference) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : reference.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c <= ' ' || c >= 127 || "\"<>\\^`{|}".indexOf(c) >= 0) {
                escaped.append(String.format("%%%02X", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
