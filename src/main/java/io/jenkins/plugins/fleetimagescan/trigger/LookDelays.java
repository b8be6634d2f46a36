package io.jenkins.plugins.fleetimagescan.trigger;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long until a look, so that the looks of many jobs do not fall together.
 *
 * @param random from 0 to 1
 */
record LookDelays(DoubleSupplier random) {
    private static final double JITTER = 0.1;
    private static final Duration LONGEST_JITTER = Duration.ofMinutes(1);

    /** Of a job that was never looked at: within its interval, but not at once. */
    Duration first(Duration interval) {
        return portion(interval, (1 + random.getAsDouble()) / 2);
    }

    /** Of one that should have been looked at before now. */
    Duration overdue(Duration interval) {
        return portion(min(interval, LONGEST_JITTER), random.getAsDouble());
    }

    /** Only ever later: earlier, a scan with the same interval would not be due yet. */
    Duration jittered(Duration delay) {
        Duration most = min(portion(delay, JITTER), LONGEST_JITTER);
        return delay.plus(portion(most, random.getAsDouble()));
    }

    private static Duration portion(Duration of, double share) {
        return Duration.ofMillis((long) (of.toMillis() * share));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
