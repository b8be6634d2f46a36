package io.jenkins.plugins.fleetimagescan.engine.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** A clock that stands still until a test moves it on; whoever sleeps by it does so until then. */
final class HandClock implements Timing {
    private final Instant start;
    private final Deque<Double> chances = new ArrayDeque<>();
    private long nanos;
    private int sleepers;

    HandClock(Instant start) {
        this.start = start;
    }

    /** What {@link #random} gives first; then 0.5. */
    synchronized void chances(double... values) {
        for (double value : values) {
            chances.add(value);
        }
    }

    synchronized void pass(Duration duration) {
        nanos += duration.toNanos();
        notifyAll();
    }

    /** Waits until so many sleep who have still to sleep. */
    synchronized void awaitSleepers(int number) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (sleepers != number) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError(sleepers + " sleep, not " + number);
            }
            wait(left);
        }
    }

    @Override
    public synchronized Instant now() {
        return start.plusNanos(nanos);
    }

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    @Override
    public synchronized void sleep(Duration duration) throws InterruptedException {
        long end = nanos + duration.toNanos();
        sleepers++;
        notifyAll();
        try {
            while (nanos < end) {
                wait();
            }
        } finally {
            sleepers--;
            notifyAll();
        }
    }

    @Override
    public synchronized double random() {
        return chances.isEmpty() ? 0.5 : chances.remove();
    }
}
