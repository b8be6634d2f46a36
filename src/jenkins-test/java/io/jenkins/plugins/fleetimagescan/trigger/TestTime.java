package io.jenkins.plugins.fleetimagescan.trigger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The real time, put forward by the test: builds, which know no other clock, go by the real one. */
final class TestTime extends Clock {
    private Duration passed = Duration.ZERO;

    /** Lets the polling of this Jenkins go by it. */
    TestTime install() {
        ScanPolling.get()
                .useTime(new PollingTime(
                        this, () -> System.nanoTime() + elapsed().toNanos(), () -> 0));
        return this;
    }

    private synchronized Duration elapsed() {
        return passed;
    }

    void pass(Duration time) {
        synchronized (this) {
            passed = passed.plus(time);
        }
        ScanPolling.get().schedule().nudge();
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(elapsed());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
