package io.jenkins.plugins.fleetimagescan.engine.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * The HTTP proxy between here and the registries. Loopback hosts are always asked directly.
 *
 * @param user null where the proxy asks for none
 * @param exclusions hosts that are asked directly: {@code host}, {@code .domain} or {@code domain} with everything
 *     below it, {@code *} as a wildcard anywhere, each with an optional {@code :port}
 */
public record ProxySettings(
        String host, int port, @CheckForNull String user, @CheckForNull String password, List<String> exclusions)
        implements Serializable {
    public ProxySettings {
        exclusions = List.copyOf(exclusions);
    }

    public static ProxySettings of(String host, int port) {
        return new ProxySettings(host, port, null, null, List.of());
    }

    public ProxySettings withCredentials(String user, String password) {
        return new ProxySettings(host, port, user, password, exclusions);
    }

    public ProxySettings withExclusions(List<String> exclusions) {
        return new ProxySettings(host, port, user, password, exclusions);
    }

    /** Whether a host is asked without the proxy. */
    boolean excludes(String target, int targetPort) {
        if (RegistryHost.isLoopback(target)) {
            return true;
        }
        return exclusions.stream().anyMatch(exclusion -> matches(exclusion.strip(), target, targetPort));
    }

    private static boolean matches(String exclusion, String target, int targetPort) {
        String pattern = exclusion.toLowerCase(Locale.ROOT);
        int colon = pattern.lastIndexOf(':');
        if (colon > pattern.lastIndexOf(']') && colon == pattern.indexOf(':')) {
            if (!pattern.substring(colon + 1).equals(String.valueOf(targetPort))) {
                return false;
            }
            pattern = pattern.substring(0, colon);
        }
        String host = target.toLowerCase(Locale.ROOT);
        if (pattern.indexOf('*') >= 0) {
            return Glob.matches(pattern, host);
        }
        String domain = pattern.startsWith(".") ? pattern.substring(1) : pattern;
        return !domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain));
    }

    /** The value of a {@code Proxy-Authorization} header, or null where the proxy asks for none. */
    @CheckForNull
    String authorization() {
        if (user == null) {
            return null;
        }
        String pair = user + ":" + (password == null ? "" : password);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return host + ":" + port + (user == null ? "" : " as " + user + ", password ****");
    }
}
