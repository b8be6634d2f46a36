package io.jenkins.plugins.fleetimagescan.engine.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a registry is reached.
 *
 * @param name as it stands in image names, for messages
 * @param base scheme, host and port, without a path
 * @param caCertificates PEM, or null for the default trust alone
 */
record RegistryHost(String name, URI base, @CheckForNull String caCertificates) {
    /** Docker Hub's API does not live under the name of its images. */
    private static final String DOCKER_HUB_API = "registry-1.docker.io";

    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\\[[0-9a-fA-F:]+])(?::[0-9]{1,5})?");
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|.+\\.localhost|127(?:\\.[0-9]{1,3}){3}|\\[?(?:::1|(?:0+:){7}0*1)]?");

    static RegistryHost of(String registry, RegistryOptions options) {
        RegistrySettings settings = options.registry(registry);
        String name = settings.host();
        String api = name.equals(ImageReference.DOCKER_HUB) ? DOCKER_HUB_API : name;
        boolean plain = settings.insecure() || (isLoopback(hostOf(api)) && settings.caCertificates() == null);
        return new RegistryHost(name, URI.create((plain ? "http://" : "https://") + api), settings.caCertificates());
    }

    static boolean isHostAndPort(String text) {
        return HOST_AND_PORT.matcher(text).matches();
    }

    /** Whether the host, without a port, is this machine by its very spelling; names are not resolved. */
    static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    private static String hostOf(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        return colon > hostAndPort.lastIndexOf(']') ? hostAndPort.substring(0, colon) : hostAndPort;
    }

    /** Whether requests go out in the clear, which only loopback and listed registries may. */
    boolean isPlain() {
        return base.getScheme().equals("http");
    }

    Origin origin() {
        return Origin.of(base);
    }
}
