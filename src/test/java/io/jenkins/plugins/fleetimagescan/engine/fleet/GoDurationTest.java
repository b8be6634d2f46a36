package io.jenkins.plugins.fleetimagescan.engine.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.Test;

public class GoDurationTest {
    @Test
    public void readsWhatGoReads() {
        assertThat(GoDuration.parse("300ms")).contains(Duration.ofMillis(300));
        assertThat(GoDuration.parse("5m")).contains(Duration.ofMinutes(5));
        assertThat(GoDuration.parse("1h30m")).contains(Duration.ofMinutes(90));
        assertThat(GoDuration.parse("1.5h")).contains(Duration.ofMinutes(90));
        assertThat(GoDuration.parse(".5s")).contains(Duration.ofMillis(500));
        assertThat(GoDuration.parse("1.s")).contains(Duration.ofSeconds(1));
        assertThat(GoDuration.parse("1µs")).contains(Duration.ofNanos(1000));
        assertThat(GoDuration.parse("1μs")).contains(Duration.ofNanos(1000));
        assertThat(GoDuration.parse("-5m")).contains(Duration.ofMinutes(-5));
        assertThat(GoDuration.parse("+1ns")).contains(Duration.ofNanos(1));
        assertThat(GoDuration.parse("0")).contains(Duration.ZERO);
    }

    @Test
    public void refusesWhatGoRefuses() {
        for (String text :
                List.of("", "5", "5 minutes", "5 m", "m", "1d", ".s", "1h 30m", "--5m", "300000h000000h9999999h")) {
            assertThat(GoDuration.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    public void formatsShortly() {
        assertThat(GoDuration.format(Duration.ofMinutes(15))).isEqualTo("15m");
        assertThat(GoDuration.format(Duration.ofMinutes(90))).isEqualTo("1h30m");
        assertThat(GoDuration.format(Duration.ofMillis(300))).isEqualTo("300ms");
        assertThat(GoDuration.format(Duration.ofMillis(61_500))).isEqualTo("1m1.5s");
        assertThat(GoDuration.format(Duration.ZERO)).isEqualTo("0s");
        assertThat(GoDuration.format(Duration.ofSeconds(-5))).isEqualTo("-5s");
    }

    @Test
    public void formatIsReadBackAsTheSame() {
        for (long nanos : new long[] {1, 999, 1_000_001, 1_500_000_000L, 60_000_000_000L, 3_661_000_000_007L}) {
            Duration duration = Duration.ofNanos(nanos);
            assertThat(GoDuration.parse(GoDuration.format(duration))).contains(duration);
        }
    }
}
