package io.jenkins.plugins.fleetimagescan.engine.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** Clock, sleep and chance, in one place so that tests can have their own. */
interface Timing {
    Timing SYSTEM = new Timing() {};

    /** Wall-clock time: for what servers say about time. */
    default Instant now() {
        return Instant.now();
    }

    /** Monotonic time in nanoseconds: for durations. */
    default long nanoTime() {
        return System.nanoTime();
    }

    default void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);
    }

    /** Evenly spread over [0, 1). */
    default double random() {
        return ThreadLocalRandom.current().nextDouble();
    }
}
