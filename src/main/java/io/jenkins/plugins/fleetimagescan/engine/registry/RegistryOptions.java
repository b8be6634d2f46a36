package io.jenkins.plugins.fleetimagescan.engine.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a {@link RegistryClient} works. Small and serialisable: it travels to the agent with the run.
 *
 * @param registries settings of single registries, at most one for each host
 * @param concurrency calls under way at once, all registries together
 * @param deadline the longest time of one call, with all its pages, tokens, retries and waits; waiting for a free
 *     place under the concurrency limits does not count, and asking a mirror first is a call of its own
 * @param attempts how often a request is sent at most, the first time included
 * @param caCertificates PEM; trusted for every registry that has none of its own settings, in addition to the default
 *     trust
 * @param proxy null: the system properties of Java ({@code https.proxyHost} and so on) decide
 */
public record RegistryOptions(
        List<RegistrySettings> registries,
        int concurrency,
        Duration deadline,
        int attempts,
        @CheckForNull String caCertificates,
        @CheckForNull ProxySettings proxy)
        implements Serializable {
    public static final int DEFAULT_CONCURRENCY = 16;
    public static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(2);
    public static final int DEFAULT_ATTEMPTS = 4;

    /** @throws IllegalArgumentException if a number is not positive or a registry has two settings */
    public RegistryOptions {
        registries = List.copyOf(registries);
        if (concurrency < 1 || attempts < 1 || deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("concurrency, attempts and deadline must be positive");
        }
        long hosts = registries.stream().map(RegistrySettings::host).distinct().count();
        if (hosts < registries.size()) {
            throw new IllegalArgumentException(Messages.RegistryOptions_twice(String.join(
                    ", ",
                    registries.stream().map(RegistrySettings::host).sorted().toList())));
        }
    }

    public static RegistryOptions defaults() {
        return new RegistryOptions(List.of(), DEFAULT_CONCURRENCY, DEFAULT_DEADLINE, DEFAULT_ATTEMPTS, null, null);
    }

    /** The settings of a registry; those of {@link RegistrySettings#of} where it has none. */
    public RegistrySettings registry(String host) {
        String canonical = ImageReference.canonicalRegistry(host);
        RegistrySettings own = registries.stream()
                .filter(settings -> settings.host().equals(canonical))
                .findFirst()
                .orElseGet(() -> RegistrySettings.of(canonical));
        return own.caCertificates() == null ? own.withCaCertificates(caCertificates) : own;
    }

    /** The image as the mirror of its registry has it; empty where the registry has no mirror. */
    public Optional<ImageReference> mirrored(ImageReference image) {
        return Optional.ofNullable(registry(image.registry()).mirror())
                .map(mirror -> ImageReference.at(Mirror.hostOf(mirror), Mirror.repository(mirror, image.repository())));
    }

    /** With these settings in place of those that the registry had. */
    public RegistryOptions withRegistry(RegistrySettings settings) {
        Stream<RegistrySettings> others =
                registries.stream().filter(other -> !other.host().equals(settings.host()));
        return new RegistryOptions(
                Stream.concat(others, Stream.of(settings)).toList(),
                concurrency,
                deadline,
                attempts,
                caCertificates,
                proxy);
    }

    public RegistryOptions withConcurrency(int concurrency) {
        return new RegistryOptions(registries, concurrency, deadline, attempts, caCertificates, proxy);
    }

    public RegistryOptions withDeadline(Duration deadline) {
        return new RegistryOptions(registries, concurrency, deadline, attempts, caCertificates, proxy);
    }

    public RegistryOptions withAttempts(int attempts) {
        return new RegistryOptions(registries, concurrency, deadline, attempts, caCertificates, proxy);
    }

    /** @throws IllegalArgumentException with a sentence for the user if these are no PEM certificates */
    public RegistryOptions withCaCertificates(@CheckForNull String pem) {
        if (pem != null) {
            Trust.certificates(pem);
        }
        return new RegistryOptions(registries, concurrency, deadline, attempts, pem, proxy);
    }

    public RegistryOptions withProxy(@CheckForNull ProxySettings proxy) {
        return new RegistryOptions(registries, concurrency, deadline, attempts, caCertificates, proxy);
    }
}
