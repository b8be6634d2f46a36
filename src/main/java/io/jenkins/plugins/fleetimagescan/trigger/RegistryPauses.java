package io.jenkins.plugins.fleetimagescan.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * Registries that do not answer are left alone for a while, by all jobs alike: longer each time they fail again, and
 * at least as long as they ask for. What concerns a single repository, such as a missing one, pauses nothing.
 */
final class RegistryPauses {
    static final Duration FIRST = Duration.ofMinutes(1);
    static final Duration LONGEST = Duration.ofMinutes(30);

    private static final double JITTER = 0.2;

    private static final Set<RegistryException.Kind> OF_THE_REGISTRY = EnumSet.of(
            RegistryException.Kind.RATE_LIMITED,
            RegistryException.Kind.TLS,
            RegistryException.Kind.UNKNOWN_HOST,
            RegistryException.Kind.UNREACHABLE,
            RegistryException.Kind.TIMEOUT,
            RegistryException.Kind.NOT_A_REGISTRY,
            RegistryException.Kind.SERVER_ERROR,
            RegistryException.Kind.PROXY);

    /**
     * @param failures in a row, not counting those that came while the registry was paused
     * @param reason the failure that paused it
     */
    record Pause(int failures, Instant until, String reason) {}

    private final Map<String, Pause> pauses = new ConcurrentHashMap<>();
    private final DoubleSupplier random;

    /** @param random from 0 to 1 */
    RegistryPauses(DoubleSupplier random) {
        this.random = random;
    }

    /** The pause that the registry is in; null if it may be asked. */
    @CheckForNull
    Pause of(String registry, Instant now) {
        Pause pause = pauses.get(registry);
        return pause != null && now.isBefore(pause.until) ? pause : null;
    }

    void failed(RegistryException failure, Instant now) {
        if (OF_THE_REGISTRY.contains(failure.kind())) {
            pauses.compute(failure.registry(), (registry, before) -> pause(failure, before, now));
        }
    }

    void answered(String registry) {
        pauses.remove(registry);
    }

    private Pause pause(RegistryException failure, @CheckForNull Pause before, Instant now) {
        if (before != null && now.isBefore(before.until)) {
            return before; // Questions that were under way together are one failure.
        }
        int failures = before == null ? 1 : before.failures + 1;
        Instant until = now.plus(length(failures));
        Instant wanted = failure.retryAfter();
        return new Pause(
                failures,
                wanted != null && wanted.isAfter(until) ? wanted : until,
                String.valueOf(failure.getMessage()));
    }

    private Duration length(int failures) {
        Duration exponential = FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
        Duration bounded = exponential.compareTo(LONGEST) > 0 ? LONGEST : exponential;
        return bounded.plusMillis((long) (bounded.toMillis() * JITTER * random.getAsDouble()));
    }
}
