package io.jenkins.plugins.fleetimagescan.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.registry.ProxySettings;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;

/** The proxy of {@code HTTPS_PROXY} and {@code NO_PROXY}, as other command line programs read them. */
final class ProxyEnvironment {
    private ProxyEnvironment() {}

    /** Null where no proxy is set: Java's own properties ({@code -Dhttps.proxyHost}) then decide. */
    @CheckForNull
    static ProxySettings read(Map<String, String> environment) throws UsageException {
        String proxy = either(environment, "https_proxy", "HTTPS_PROXY");
        if (proxy == null) {
            return null;
        }
        URI uri;
        try {
            uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
        } catch (IllegalArgumentException e) {
            uri = null;
        }
        if (uri == null || uri.getHost() == null) {
            // The value itself may hold a password.
            throw new UsageException(
                    "HTTPS_PROXY is no address of a proxy; it looks like http://proxy.example.com:3128");
        }
        ProxySettings settings = ProxySettings.of(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
        String login = uri.getUserInfo();
        if (login != null) {
            int colon = login.indexOf(':');
            settings = settings.withCredentials(
                    colon < 0 ? login : login.substring(0, colon), colon < 0 ? "" : login.substring(colon + 1));
        }
        String exclusions = either(environment, "no_proxy", "NO_PROXY");
        return exclusions == null
                ? settings
                : settings.withExclusions(Arrays.stream(exclusions.split(","))
                        .map(String::strip)
                        .filter(host -> !host.isEmpty())
                        .toList());
    }

    @CheckForNull
    private static String either(Map<String, String> environment, String lower, String upper) {
        String value = environment.getOrDefault(lower, environment.getOrDefault(upper, ""));
        return value.isBlank() ? null : value.strip();
    }
}
