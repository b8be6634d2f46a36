package io.jenkins.plugins.fleetimagescan.trigger;

import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * @param clock for what is shown and kept
 * @param nanoTime for waiting; never set back
 * @param random from 0 to 1, spreads what would happen at the same time
 */
record PollingTime(Clock clock, LongSupplier nanoTime, DoubleSupplier random) {
    static final PollingTime SYSTEM =
            new PollingTime(Clock.systemUTC(), System::nanoTime, () -> ThreadLocalRandom.current()
                    .nextDouble());
}
