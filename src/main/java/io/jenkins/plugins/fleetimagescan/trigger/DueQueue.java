package io.jenkins.plugins.fleetimagescan.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * Which keys are due, and which of them is worked on next. A key is never given out twice at the same time: what becomes
 * due meanwhile is given out afterwards, once. Urgent work goes first, but neither kind of work is ever given out more
 * often at the same time than the limit says.
 *
 * <p>Times are nanoseconds of the caller's clock. Not thread-safe.
 */
final class DueQueue<K> {
    static final long NEVER = Long.MAX_VALUE;

    private static final class Entry<K> {
        private final K key;
        private final long number;
        private long regularAt = NEVER;
        private long urgentAt = NEVER;
        private boolean running;
        private boolean removed;

        Entry(K key, long number) {
            this.key = key;
            this.number = number;
        }
    }

    /** A key that is worked on until it is given back. */
    static final class Task<K> {
        private final Entry<K> entry;
        private final boolean regular;
        private final boolean countsAsRegular;

        private Task(Entry<K> entry, boolean regular, boolean countsAsRegular) {
            this.entry = entry;
            this.regular = regular;
            this.countsAsRegular = countsAsRegular;
        }

        K key() {
            return entry.key;
        }

        /** Whether its regular time has come; false if it is only urgent. */
        boolean regular() {
            return regular;
        }
    }

    private final int mostOfAKind;
    private final Map<K, Entry<K>> entries = new IdentityHashMap<>();
    private final NavigableSet<Entry<K>> regular = new TreeSet<>(by(e -> e.regularAt));
    private final NavigableSet<Entry<K>> urgent = new TreeSet<>(by(e -> e.urgentAt));
    private long lastNumber;
    private int regularRunning;
    private int urgentRunning;
    private long longestDelay;

    /** @param mostOfAKind how many keys are worked on at the same time for being urgent, and how many for their regular time */
    DueQueue(int mostOfAKind) {
        this.mostOfAKind = mostOfAKind;
    }

    private static <K> Comparator<Entry<K>> by(ToLongFunction<Entry<K>> time) {
        return Comparator.comparingLong(time).thenComparingLong(e -> e.number);
    }

    /** Sets when the key is due next, in place of what was set before. */
    void schedule(K key, long at) {
        Entry<K> entry = takenOut(key);
        entry.regularAt = at;
        putIn(entry);
    }

    /** Makes the key due no later than this, beside its regular time. */
    void hasten(K key, long at) {
        Entry<K> entry = takenOut(key);
        entry.urgentAt = Math.min(entry.urgentAt, at);
        putIn(entry);
    }

    /** Forgets the key; one that is worked on must still be given back. */
    void remove(K key) {
        Entry<K> entry = entries.get(key);
        if (entry != null) {
            takeOut(entry);
            entry.regularAt = NEVER;
            entry.urgentAt = NEVER;
            entry.removed = true;
            if (!entry.running) {
                entries.remove(key);
            }
        }
    }

    /** @return null if nothing can be done now */
    @CheckForNull
    Task<K> take(long now) {
        if (urgentRunning < mostOfAKind && !urgent.isEmpty() && urgent.first().urgentAt <= now) {
            urgentRunning++;
            return begin(urgent.first(), now, false);
        }
        if (regularRunning < mostOfAKind && !regular.isEmpty() && regular.first().regularAt <= now) {
            regularRunning++;
            return begin(regular.first(), now, true);
        }
        return null;
    }

    private Task<K> begin(Entry<K> entry, long now, boolean countsAsRegular) {
        takeOut(entry);
        boolean regularIsDue = entry.regularAt <= now;
        entry.running = true;
        entry.urgentAt = NEVER;
        if (regularIsDue) {
            longestDelay = Math.max(longestDelay, now - entry.regularAt);
            entry.regularAt = NEVER;
        }
        return new Task<>(entry, regularIsDue, countsAsRegular);
    }

    void giveBack(Task<K> task) {
        Entry<K> entry = task.entry;
        entry.running = false;
        if (task.countsAsRegular) {
            regularRunning--;
        } else {
            urgentRunning--;
        }
        if (entry.removed) {
            entries.remove(entry.key);
        } else {
            putIn(entry);
        }
    }

    /** When {@link #take} may give something, as things are; {@link #NEVER} if only a change can make it. */
    long next() {
        return Math.min(
                urgent.isEmpty() || urgentRunning >= mostOfAKind ? NEVER : urgent.first().urgentAt,
                regular.isEmpty() || regularRunning >= mostOfAKind ? NEVER : regular.first().regularAt);
    }

    /** How many keys wait or are worked on. */
    int size() {
        return entries.size();
    }

    /** How late regular work was begun at the worst. */
    long longestDelay() {
        return longestDelay;
    }

    /** Whether nothing is due and nothing is being done. */
    boolean isIdle(long now) {
        return entries.values().stream().noneMatch(e -> e.running || e.regularAt <= now || e.urgentAt <= now);
    }

    private Entry<K> takenOut(K key) {
        Entry<K> entry = entries.computeIfAbsent(key, k -> new Entry<>(k, ++lastNumber));
        entry.removed = false;
        takeOut(entry);
        return entry;
    }

    /** Before a due time changes: the sets are sorted by it. */
    private void takeOut(Entry<K> entry) {
        regular.remove(entry);
        urgent.remove(entry);
    }

    private void putIn(Entry<K> entry) {
        if (entry.running) {
            return;
        }
        if (entry.regularAt != NEVER) {
            regular.add(entry);
        }
        if (entry.urgentAt != NEVER) {
            urgent.add(entry);
        }
    }
}
