package io.jenkins.plugins.fleetimagescan.webhook;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Limits how often each source may post: a token bucket for each address. A refused request costs much more than an
 * accepted one, so that secrets cannot be guessed at while a busy registry is not held up.
 */
final class SourceLimits {
    /** 6,000 accepted, or 60 refused, requests a minute; a whole minute's worth may come at once. */
    static final int PER_MINUTE = 6_000;

    static final int COST_OF_REFUSED = 100;

    /** The addresses that posted last are remembered; one that is forgotten starts anew. */
    private static final int MAX_SOURCES = 10_000;

    private static final double NANOS_PER_TOKEN = 60e9 / PER_MINUTE;

    private static final class Bucket {
        private double tokens = PER_MINUTE;
        private long filledAt;

        Bucket(long now) {
            filledAt = now;
        }

        void fill(long now) {
            tokens = Math.min(PER_MINUTE, tokens + (now - filledAt) / NANOS_PER_TOKEN);
            filledAt = now;
        }
    }

    private final LongSupplier nanoTime;

    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_SOURCES;
        }
    };

    SourceLimits(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** @return zero if the source may post now, else how long it has to wait */
    synchronized Duration enter(String source) {
        Bucket bucket = bucket(source);
        if (bucket.tokens < 1) {
            return Duration.ofNanos((long) ((1 - bucket.tokens) * NANOS_PER_TOKEN) + 1);
        }
        bucket.tokens -= 1;
        return Duration.ZERO;
    }

    /** Takes the rest of what a refused request costs. */
    synchronized void refused(String source) {
        bucket(source).tokens -= COST_OF_REFUSED - 1;
    }

    synchronized int sources() {
        return buckets.size();
    }

    private Bucket bucket(String source) {
        long now = nanoTime.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(source, s -> new Bucket(now));
        bucket.fill(now);
        return bucket;
    }
}
