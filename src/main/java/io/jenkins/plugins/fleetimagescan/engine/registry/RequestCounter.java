package io.jenkins.plugins.fleetimagescan.engine.registry;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts requests by kind, from any thread. */
final class RequestCounter {
    enum Kind {
        LISTING,
        HEAD,
        MANIFEST,
        TOKEN,
        CHALLENGE,
        RETRY,
        REDIRECT
    }

    private final AtomicLongArray counts = new AtomicLongArray(Kind.values().length);

    void count(Kind kind) {
        counts.incrementAndGet(kind.ordinal());
    }

    /** A request that was counted as one kind turned out to be another. */
    void recount(Kind from, Kind to) {
        counts.decrementAndGet(from.ordinal());
        count(to);
    }

    RequestCounts counts() {
        return new RequestCounts(
                get(Kind.LISTING),
                get(Kind.HEAD),
                get(Kind.MANIFEST),
                get(Kind.TOKEN),
                get(Kind.CHALLENGE),
                get(Kind.RETRY),
                get(Kind.REDIRECT));
    }

    private long get(Kind kind) {
        return counts.get(kind.ordinal());
    }
}
