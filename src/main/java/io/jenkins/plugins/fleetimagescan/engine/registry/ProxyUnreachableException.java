package io.jenkins.plugins.fleetimagescan.engine.registry;

import java.io.IOException;

/** No connection to the proxy, so that nothing is known of the server behind it; the message is the proxy's address. */
final class ProxyUnreachableException extends IOException {
    private static final long serialVersionUID = 1;

    ProxyUnreachableException(String proxy, IOException cause) {
        super(proxy, cause);
    }
}
