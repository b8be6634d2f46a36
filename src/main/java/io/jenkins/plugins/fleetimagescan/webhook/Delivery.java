package io.jenkins.plugins.fleetimagescan.webhook;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.InputStream;
import java.util.function.UnaryOperator;

/**
 * One request to the webhook.
 *
 * @param source address of the sender
 * @param header value of a header, or null
 * @param query as it was sent, or null
 * @param length of the body, or -1 if it was not told
 */
record Delivery(
        String method,
        String source,
        UnaryOperator<String> header,
        @CheckForNull String query,
        long length,
        InputStream body) {
    /** Without the query and the headers: these may hold the secret. */
    @Override
    public String toString() {
        return method + " from " + source;
    }
}
