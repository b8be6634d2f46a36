package io.jenkins.plugins.fleetimagescan.engine.fleet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations in the syntax of Go: {@code 300ms}, {@code 5m}, {@code 1h30m}, {@code 1.5h}.
 *
 * @see <a href="https://pkg.go.dev/time#ParseDuration">time.ParseDuration</a>
 */
public final class GoDuration {
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L, // U+00B5, micro sign
            "μs", 1_000L, // U+03BC, Greek letter mu
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);
    private static final String PART = "(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)";
    private static final Pattern WHOLE = Pattern.compile("([+-]?)((?:" + PART + ")+)");
    private static final Pattern ONE = Pattern.compile(PART);
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private GoDuration() {}

    /** Empty if the text is no duration or, as in Go, needs more than 64 bits of nanoseconds (about 292 years). */
    public static Optional<Duration> parse(String text) {
        if (text.matches("[+-]?0")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher whole = WHOLE.matcher(text);
        if (text.length() > 200 || !whole.matches()) {
            return Optional.empty();
        }
        BigInteger nanos = BigInteger.ZERO;
        Matcher part = ONE.matcher(whole.group(2));
        while (part.find()) {
            nanos = nanos.add(new BigDecimal(decimal(part.group(1)))
                    .multiply(BigDecimal.valueOf(NANOS.get(part.group(2))))
                    .toBigInteger());
        }
        if (nanos.compareTo(MAX) > 0) {
            return Optional.empty();
        }
        Duration duration = Duration.ofNanos(nanos.longValueExact());
        return Optional.of(whole.group(1).equals("-") ? duration.negated() : duration);
    }

    /** Go also takes {@code 1.s} and {@code .5s}; BigDecimal wants digits on both sides of the point. */
    private static String decimal(String number) {
        return number.indexOf('.') < 0 ? number : "0" + number + "0";
    }

    /** As people write it: {@code 15m}, {@code 1h30m}, {@code 1.5s}; without parts that are zero. */
    public static String format(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        if (duration.isNegative()) {
            return "-" + format(duration.negated());
        }
        StringBuilder text = new StringBuilder();
        if (duration.toHours() > 0) {
            text.append(duration.toHours()).append('h');
        }
        if (duration.toMinutesPart() > 0) {
            text.append(duration.toMinutesPart()).append('m');
        }
        if (duration.toSecondsPart() > 0 || duration.toNanosPart() > 0) {
            boolean belowSecond = duration.compareTo(Duration.ofSeconds(1)) < 0;
            BigDecimal value = belowSecond
                    ? BigDecimal.valueOf(duration.toNanosPart(), 6)
                    : BigDecimal.valueOf(duration.toSecondsPart()).add(BigDecimal.valueOf(duration.toNanosPart(), 9));
            text.append(value.stripTrailingZeros().toPlainString()).append(belowSecond ? "ms" : "s");
        }
        return text.toString();
    }
}
