package io.jenkins.plugins.fleetimagescan.engine.registry;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * When a server wants to be asked again.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110, section 10.2.3</a>
 */
final class RetryAfter {
    /** Some services send a point in time in seconds since 1970; no server means decades by a number of seconds. */
    private static final long SMALLEST_EPOCH = 1_000_000_000;

    private RetryAfter() {}

    static Optional<Instant> of(HttpHeaders headers, Instant now) {
        return headers.firstValue("Retry-After").flatMap(value -> parse(value.strip(), now));
    }

    private static Optional<Instant> parse(String value, Instant now) {
        try {
            if (value.matches("[0-9]{1,12}")) {
                long seconds = Long.parseLong(value);
                return Optional.of(
                        seconds >= SMALLEST_EPOCH ? Instant.ofEpochSecond(seconds) : now.plusSeconds(seconds));
            }
            return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
