package io.jenkins.plugins.fleetimagescan.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Does the work of many keys, each when it is due, on a few threads of its own. A key is never worked on twice at the
 * same time: what becomes due meanwhile is done afterwards, once. Urgent work goes first. It has threads that regular
 * work does not get, so that slow registries cannot hold it up; and regular work has such threads as well, so that a
 * flood of hints cannot.
 *
 * <p>Due times follow a clock that nobody can set ({@link System#nanoTime}).
 */
final class PollSchedule<K> implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(PollSchedule.class.getName());
    private static final long NEVER = Long.MAX_VALUE;

    /** What is done for a key. */
    @FunctionalInterface
    interface Work<K> {
        /** @param regular whether the time set by {@link #schedule} has come; false if it is only urgent */
        void run(K key, boolean regular) throws InterruptedException;
    }

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

    private final int threads;
    private final int threadsOfAKind;
    private final LongSupplier nanoTime;
    private final long origin;
    private final Work<K> work;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<K, Entry<K>> entries = new IdentityHashMap<>();
    private final NavigableSet<Entry<K>> regular =
            new TreeSet<>(Comparator.<Entry<K>>comparingLong(e -> e.regularAt).thenComparingLong(e -> e.number));
    private final NavigableSet<Entry<K>> urgent =
            new TreeSet<>(Comparator.<Entry<K>>comparingLong(e -> e.urgentAt).thenComparingLong(e -> e.number));
    private final List<Thread> workers = new ArrayList<>();
    private long lastNumber;
    private int regularRunning;
    private int urgentRunning;
    private long longestDelay;
    private boolean open;
    private boolean closed;

    /**
     * @param threads all of them
     * @param reserved those that are left for urgent work, and as many for regular work
     */
    PollSchedule(int threads, int reserved, LongSupplier nanoTime, Work<K> work) {
        if (reserved < 0 || reserved >= threads) {
            throw new IllegalArgumentException("some threads must be left for each kind of work");
        }
        this.threads = threads;
        this.threadsOfAKind = threads - reserved;
        this.nanoTime = nanoTime;
        this.origin = nanoTime.getAsLong();
        this.work = work;
    }

    /** Begins to work; until then keys are only taken down. */
    void open() {
        lock.lock();
        try {
            open = true;
            startWorkers();
        } finally {
            lock.unlock();
        }
    }

    /** Sets when the key is due next, in place of what was set before. */
    void schedule(K key, Duration delay) {
        change(key, entry -> entry.regularAt = after(delay));
    }

    /** Makes the key due no later than this, beside its regular time. */
    void hasten(K key, Duration delay) {
        change(key, entry -> entry.urgentAt = Math.min(entry.urgentAt, after(delay)));
    }

    /** Forgets the key; work under way is not interrupted. */
    void remove(K key) {
        lock.lock();
        try {
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
        } finally {
            lock.unlock();
        }
    }

    /** Lets the workers look at the clock again. */
    void nudge() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many keys wait or are worked on. */
    int size() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }

    /** How late regular work was begun at the worst. */
    Duration longestDelay() {
        lock.lock();
        try {
            return Duration.ofNanos(longestDelay);
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing is due and nothing is being done. */
    boolean isIdle() {
        lock.lock();
        try {
            return entries.values().stream().noneMatch(e -> e.running || e.regularAt <= now() || e.urgentAt <= now());
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts the work under way; nothing is begun any more. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            workers.forEach(Thread::interrupt);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private interface Change<K> {
        void apply(Entry<K> entry);
    }

    private void change(K key, Change<K> change) {
        lock.lock();
        try {
            Entry<K> entry = entries.computeIfAbsent(key, k -> new Entry<>(k, ++lastNumber));
            entry.removed = false;
            takeOut(entry);
            change.apply(entry);
            putIn(entry);
            startWorkers();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Out of the queues before a due time changes: they are sorted by it. */
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

    private void startWorkers() {
        while (open && !closed && !entries.isEmpty() && workers.size() < threads) {
            Thread worker = new Thread(this::work, "fleet-image-scan polling " + (workers.size() + 1));
            worker.setDaemon(true);
            workers.add(worker);
            worker.start();
        }
    }

    private record Task<K>(Entry<K> entry, boolean regular, boolean countsAsRegular) {}

    private void work() {
        for (Task<K> task = take(); task != null; task = take()) {
            try {
                work.run(task.entry.key, task.regular);
            } catch (InterruptedException e) {
                LOGGER.log(Level.FINE, "polling was interrupted", e);
            } catch (RuntimeException | Error e) {
                // One key must not end the thread that all share.
                LOGGER.log(Level.SEVERE, "polling failed unexpectedly: " + task.entry.key, e);
            } finally {
                release(task);
            }
        }
    }

    @CheckForNull
    private Task<K> take() {
        lock.lock();
        try {
            while (!closed) {
                long now = now();
                boolean mayTakeUrgent = urgentRunning < threadsOfAKind;
                boolean mayTakeRegular = regularRunning < threadsOfAKind;
                if (mayTakeUrgent && !urgent.isEmpty() && urgent.first().urgentAt <= now) {
                    return begin(urgent.first(), now, false);
                }
                if (mayTakeRegular && !regular.isEmpty() && regular.first().regularAt <= now) {
                    return begin(regular.first(), now, true);
                }
                long next = Math.min(
                        urgent.isEmpty() || !mayTakeUrgent ? NEVER : urgent.first().urgentAt,
                        regular.isEmpty() || !mayTakeRegular ? NEVER : regular.first().regularAt);
                if (next == NEVER) {
                    changed.await();
                } else {
                    changed.awaitNanos(next - now);
                }
            }
            return null;
        } catch (InterruptedException e) {
            return null; // only close() interrupts
        } finally {
            lock.unlock();
        }
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
        if (countsAsRegular) {
            regularRunning++;
        } else {
            urgentRunning++;
        }
        return new Task<>(entry, regularIsDue, countsAsRegular);
    }

    private void release(Task<K> task) {
        lock.lock();
        try {
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
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private long now() {
        return nanoTime.getAsLong() - origin;
    }

    private long after(Duration delay) {
        // Longer than a century would overflow.
        Duration bounded = delay.compareTo(Duration.ofDays(36_500)) > 0 ? Duration.ofDays(36_500) : delay;
        return now() + Math.max(0, bounded.toNanos());
    }
}
