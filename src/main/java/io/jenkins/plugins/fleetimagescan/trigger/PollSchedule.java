package io.jenkins.plugins.fleetimagescan.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Does the work of many keys, each when it is due, on a few threads of its own: in the order of {@link DueQueue}. Urgent
 * work has threads that regular work does not get, so that slow registries cannot hold it up; and regular work has such
 * threads as well, so that a flood of hints cannot.
 *
 * <p>Due times follow a clock that nobody can set ({@link System#nanoTime}).
 */
final class PollSchedule<K> implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(PollSchedule.class.getName());

    /** What is done for a key. */
    @FunctionalInterface
    interface Work<K> {
        /** @param regular whether the time set by {@link #schedule} has come; false if it is only urgent */
        void run(K key, boolean regular) throws InterruptedException;
    }

    private final int threads;
    private final LongSupplier nanoTime;
    private final long origin;
    private final Work<K> work;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final DueQueue<K> queue;
    private final List<Thread> workers = new ArrayList<>();
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
        this.queue = new DueQueue<>(threads - reserved);
        this.nanoTime = nanoTime;
        this.origin = nanoTime.getAsLong();
        this.work = work;
    }

    /** Begins to work; until then keys are only taken down. */
    void open() {
        change(() -> open = true);
    }

    /** Sets when the key is due next, in place of what was set before. */
    void schedule(K key, Duration delay) {
        change(() -> queue.schedule(key, after(delay)));
    }

    /** Makes the key due no later than this, beside its regular time. */
    void hasten(K key, Duration delay) {
        change(() -> queue.hasten(key, after(delay)));
    }

    /** Forgets the key; work under way is not interrupted. */
    void remove(K key) {
        change(() -> queue.remove(key));
    }

    /** Lets the workers look at the clock again. */
    void nudge() {
        change(() -> {});
    }

    /** How many keys wait or are worked on. */
    int size() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /** How late regular work was begun at the worst. */
    Duration longestDelay() {
        lock.lock();
        try {
            return Duration.ofNanos(queue.longestDelay());
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing is due and nothing is being done. */
    boolean isIdle() {
        lock.lock();
        try {
            return queue.isIdle(now());
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts the work under way; nothing is begun any more. */
    @Override
    public void close() {
        change(() -> {
            closed = true;
            workers.forEach(Thread::interrupt);
        });
    }

    /** Whatever changes is for the workers to see. */
    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            startWorkers();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void startWorkers() {
        while (open && !closed && queue.size() > 0 && workers.size() < threads) {
            Thread worker = new Thread(this::work, "fleet-image-scan polling " + (workers.size() + 1));
            worker.setDaemon(true);
            workers.add(worker);
            worker.start();
        }
    }

    private void work() {
        for (DueQueue.Task<K> task = take(); task != null; task = take()) {
            try {
                work.run(task.key(), task.regular());
            } catch (InterruptedException e) {
                LOGGER.log(Level.FINE, "polling was interrupted", e);
            } catch (RuntimeException | Error e) {
                // One key must not end the thread that all share.
                LOGGER.log(Level.SEVERE, "polling failed unexpectedly: " + task.key(), e);
            } finally {
                giveBack(task);
            }
        }
    }

    /** Waits for something to do; null when there will be nothing any more. */
    @CheckForNull
    private DueQueue.Task<K> take() {
        lock.lock();
        try {
            while (!closed) {
                long now = now();
                DueQueue.Task<K> task = queue.take(now);
                if (task != null) {
                    return task;
                }
                long next = queue.next();
                if (next == DueQueue.NEVER) {
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

    private void giveBack(DueQueue.Task<K> task) {
        change(() -> queue.giveBack(task));
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
