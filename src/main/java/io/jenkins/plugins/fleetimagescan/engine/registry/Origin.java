package io.jenkins.plugins.fleetimagescan.engine.registry;

import java.net.URI;
import java.util.Locale;

/**
 * Scheme, host and port: the border that credentials do not cross (RFC 6454).
 *
 * @param port the scheme's own port where the address names none
 */
record Origin(String scheme, String host, int port) {
    static Origin of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("http") ? 80 : 443;
        return new Origin(scheme, host, port);
    }

    @Override
    public String toString() {
        boolean usual = port == (scheme.equals("http") ? 80 : 443);
        return scheme + "://" + host + (usual ? "" : ":" + port);
    }
}
