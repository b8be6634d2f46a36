package io.jenkins.plugins.fleetimagescan.engine.registry;

import java.time.Duration;

/**
 * How long to wait before asking again.
 *
 * @param least what nobody undercuts
 * @param spread over how much more the waiting calls are spread, so that they do not return together
 */
record Delay(Duration least, Duration spread) {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** After so many attempts without a word of the server: doubles each time, spread over the upper half. */
    static Delay backoff(int attempts) {
        Duration half = FIRST.multipliedBy(1L << Math.min(attempts - 1, 16)).dividedBy(2);
        Duration longest = LONGEST.dividedBy(2);
        return half.compareTo(longest) < 0 ? new Delay(half, half) : new Delay(longest, longest);
    }

    /** What a server asked for; by the clock of this machine that time may have passed. */
    static Delay told(Duration least) {
        return new Delay(least.isNegative() ? Duration.ZERO : least, FIRST);
    }

    /** @param random from 0 to 1 */
    Duration draw(double random) {
        return least.plusNanos((long) (spread.toNanos() * random));
    }
}
