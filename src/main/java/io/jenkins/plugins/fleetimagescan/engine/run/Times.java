package io.jenkins.plugins.fleetimagescan.engine.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as texts show them: ISO 8601 in UTC, to the second. */
public final class Times {
    private Times() {}

    public static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
