package io.jenkins.plugins.fleetimagescan.trigger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as the polling log shows them: ISO 8601 in UTC, to the second. */
final class Times {
    private Times() {}

    static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
