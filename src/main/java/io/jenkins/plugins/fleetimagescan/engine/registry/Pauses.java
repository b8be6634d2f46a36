package io.jenkins.plugins.fleetimagescan.engine.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Servers that want to be left alone for a while. What one call was told holds for every other call to the same server:
 * asking on would cost each of them an attempt, and make the server shut out its client for longer.
 */
final class Pauses {
    /** A server that names a time far beyond this is more likely wrong than serious. */
    private static final Duration LONGEST = Duration.ofDays(1);

    /**
     * @param end by {@link Timing#nanoTime()}
     * @param status that the server answered with
     * @param again when the server wants to be asked again; null where it does not say
     */
    record Pause(long end, Duration spread, int status, @CheckForNull Instant again) {}

    private final Timing timing;
    private final ConcurrentMap<Origin, Pause> pauses = new ConcurrentHashMap<>();

    Pauses(Timing timing) {
        this.timing = timing;
    }

    /** Of several pauses the one that ends last counts. */
    void begin(Origin server, Delay delay, int status, @CheckForNull Instant again) {
        Duration length = delay.least().compareTo(LONGEST) < 0 ? delay.least() : LONGEST;
        Pause pause = new Pause(timing.nanoTime() + length.toNanos(), delay.spread(), status, again);
        pauses.merge(server, pause, (before, now) -> now.end() - before.end() > 0 ? now : before);
    }

    /** The pause that the server is in; null if it may be asked. */
    @CheckForNull
    Pause of(Origin server) {
        Pause pause = pauses.get(server);
        if (pause != null && remaining(pause).isZero()) {
            pauses.remove(server, pause);
            return null;
        }
        return pause;
    }

    /** How long a call is to wait for the end of the pause. */
    Delay delay(Pause pause) {
        return new Delay(remaining(pause), pause.spread());
    }

    private Duration remaining(Pause pause) {
        return Duration.ofNanos(Math.max(0, pause.end() - timing.nanoTime()));
    }
}
