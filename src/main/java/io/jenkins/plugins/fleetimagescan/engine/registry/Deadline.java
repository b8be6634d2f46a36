package io.jenkins.plugins.fleetimagescan.engine.registry;

import java.time.Duration;

/** The point in time at which a call gives up. */
final class Deadline {
    private final Timing timing;
    private final Duration length;
    private final long end;

    private Deadline(Timing timing, Duration length) {
        this.timing = timing;
        this.length = length;
        this.end = timing.nanoTime() + length.toNanos();
    }

    static Deadline in(Duration length, Timing timing) {
        return new Deadline(timing, length);
    }

    /** What is left; zero once it has passed. */
    Duration remaining() {
        return Duration.ofNanos(Math.max(0, end - timing.nanoTime()));
    }

    boolean hasPassed() {
        return remaining().isZero();
    }

    /** The whole time that there was. */
    Duration length() {
        return length;
    }
}
