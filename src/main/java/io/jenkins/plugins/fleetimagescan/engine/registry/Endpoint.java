package io.jenkins.plugins.fleetimagescan.engine.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * One question, as pure data.
 *
 * @param form the body of a POST, or null
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#endpoints">OCI distribution
 *     specification, endpoints</a>
 */
record Endpoint(RequestCounter.Kind kind, String method, URI uri, String accept, @CheckForNull String form) {
    /** Amazon ECR refuses to list more at once; others cut it down to what they like. */
    static final int PAGE_SIZE = 1000;

    /** The name under which token servers know this program; some ask for one. */
    static final String CLIENT_ID = "fleet-image-scan";

    /** Indexes first: the digest of a multi-platform image is the one of its index. */
    private static final String MANIFEST_TYPES = String.join(
            ", ",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json");

    private static final String JSON = "application/json";

    static Endpoint tags(RegistryHost host, String repository) {
        return page(host.base().resolve("/v2/" + repository + "/tags/list?n=" + PAGE_SIZE));
    }

    /** For registries that refuse a page size. */
    static Endpoint tagsUnsized(RegistryHost host, String repository) {
        return page(host.base().resolve("/v2/" + repository + "/tags/list"));
    }

    static Endpoint page(URI page) {
        return new Endpoint(RequestCounter.Kind.LISTING, "GET", page, JSON, null);
    }

    static Endpoint head(RegistryHost host, String repository, String tag) {
        URI uri = host.base().resolve("/v2/" + repository + "/manifests/" + tag);
        return new Endpoint(RequestCounter.Kind.HEAD, "HEAD", uri, MANIFEST_TYPES, null);
    }

    static Endpoint manifest(RegistryHost host, String repository, String tag) {
        URI uri = host.base().resolve("/v2/" + repository + "/manifests/" + tag);
        return new Endpoint(RequestCounter.Kind.MANIFEST, "GET", uri, MANIFEST_TYPES, null);
    }

    /**
     * A token by GET.
     *
     * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">distribution, token authentication</a>
     */
    static Endpoint token(
            URI realm, @CheckForNull String service, Collection<String> scopes, @CheckForNull String account) {
        StringBuilder query = new StringBuilder();
        if (realm.getRawQuery() != null) {
            query.append(realm.getRawQuery()).append('&');
        }
        scopes.forEach(scope -> query.append("scope=").append(encode(scope)).append('&'));
        if (service != null) {
            query.append("service=").append(encode(service)).append('&');
        }
        if (account != null) {
            query.append("account=").append(encode(account)).append('&');
        }
        query.append("client_id=").append(CLIENT_ID);
        String address = Origin.of(realm) + (realm.getRawPath() == null ? "" : realm.getRawPath()) + "?" + query;
        return new Endpoint(RequestCounter.Kind.TOKEN, "GET", URI.create(address), JSON, null);
    }

    /**
     * A token for a refresh token, by POST.
     *
     * @see <a href="https://distribution.github.io/distribution/spec/auth/oauth/">distribution, OAuth2 tokens</a>
     */
    static Endpoint refresh(URI realm, @CheckForNull String service, Collection<String> scopes, String refreshToken) {
        String form = "grant_type=refresh_token&client_id=" + CLIENT_ID
                + (service == null ? "" : "&service=" + encode(service))
                + "&scope=" + encode(scopes.stream().collect(Collectors.joining(" ")))
                + "&refresh_token=" + encode(refreshToken);
        return new Endpoint(RequestCounter.Kind.TOKEN, "POST", realm, JSON, form);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    boolean isToken() {
        return kind == RequestCounter.Kind.TOKEN;
    }

    Endpoint at(URI elsewhere) {
        return new Endpoint(kind, method, elsewhere, accept, form);
    }
}
