package io.jenkins.plugins.fleetimagescan.engine.registry;

import java.io.Serializable;

/**
 * The HTTP requests that a client has sent, each counted once.
 *
 * @param listings pages of tag listings
 * @param heads HEAD requests for digests
 * @param manifests manifests downloaded; only where a registry does not tell a digest otherwise
 * @param tokens token requests
 * @param challenges requests that were answered with the way to authenticate, and sent again with it
 * @param retries requests repeated after a failure
 * @param redirects requests that followed a redirect
 */
public record RequestCounts(
        long listings, long heads, long manifests, long tokens, long challenges, long retries, long redirects)
        implements Serializable {
    public long total() {
        return listings + heads + manifests + tokens + challenges + retries + redirects;
    }
}
