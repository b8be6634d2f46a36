package io.jenkins.plugins.fleetimagescan.engine.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import java.io.Serializable;

/**
 * How one registry is talked to. Registries without settings are asked over HTTPS with the default trust.
 *
 * @param host host and optional port as they stand in image names; every name of Docker Hub means Docker Hub
 * @param insecure plain HTTP instead of HTTPS. Loopback hosts need no such setting: they are asked over plain HTTP
 *     unless they have CA certificates here
 * @param caCertificates PEM; trusted for this registry and its token endpoint in addition to the default trust
 * @param concurrency calls under way at once
 * @param mirror a pull-through cache that is asked first: {@code host[:port][/prefix]}, the prefix coming before the
 *     repository. The registry itself is asked where the mirror fails. The mirror never gets this registry's
 *     credentials but those of its own settings
 * @param credential used where a call brings none
 */
public record RegistrySettings(
        String host,
        boolean insecure,
        @CheckForNull String caCertificates,
        int concurrency,
        @CheckForNull String mirror,
        RegistryCredential credential)
        implements Serializable {
    public static final int DEFAULT_CONCURRENCY = 8;

    /** @throws IllegalArgumentException with a sentence for the user if a part cannot be used */
    public RegistrySettings {
        host = ImageReference.canonicalRegistry(host.strip());
        caCertificates = blankToNull(caCertificates);
        mirror = blankToNull(mirror);
        if (!RegistryHost.isHostAndPort(host)) {
            throw new IllegalArgumentException(Messages.RegistrySettings_host(host));
        }
        if (concurrency < 1) {
            throw new IllegalArgumentException(
                    Messages.RegistrySettings_concurrency(host, String.valueOf(concurrency)));
        }
        if (mirror != null && !Mirror.isMirror(mirror)) {
            throw new IllegalArgumentException(Messages.RegistrySettings_mirror(host, mirror));
        }
        if (caCertificates != null) {
            Trust.certificates(caCertificates);
        }
    }

    public static RegistrySettings of(String host) {
        return new RegistrySettings(host, false, null, DEFAULT_CONCURRENCY, null, RegistryCredential.none());
    }

    public RegistrySettings withInsecure(boolean insecure) {
        return new RegistrySettings(host, insecure, caCertificates, concurrency, mirror, credential);
    }

    public RegistrySettings withCaCertificates(@CheckForNull String pem) {
        return new RegistrySettings(host, insecure, pem, concurrency, mirror, credential);
    }

    public RegistrySettings withConcurrency(int concurrency) {
        return new RegistrySettings(host, insecure, caCertificates, concurrency, mirror, credential);
    }

    public RegistrySettings withMirror(@CheckForNull String mirror) {
        return new RegistrySettings(host, insecure, caCertificates, concurrency, mirror, credential);
    }

    public RegistrySettings withCredential(RegistryCredential credential) {
        return new RegistrySettings(host, insecure, caCertificates, concurrency, mirror, credential);
    }

    @CheckForNull
    private static String blankToNull(@CheckForNull String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
