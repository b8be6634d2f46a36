package io.jenkins.plugins.fleetimagescan.engine.manifest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Does pieces of work on a few threads, and on the caller's own when these are busy: how many wait is bounded. The
 * results come in the order of the pieces.
 */
final class Workers<T> implements AutoCloseable {
    private static final int MAX_THREADS = 8;

    private final ThreadPoolExecutor threads;
    private final List<Future<T>> results = new ArrayList<>();

    private Workers(int count) {
        int others = Math.max(1, Math.min(MAX_THREADS, count) - 1);
        threads = new ThreadPoolExecutor(
                others,
                others,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(4 * others),
                task -> {
                    Thread thread = new Thread(task, "fleet-image-scan manifests");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.CallerRunsPolicy());
    }

    /** As many threads as there are processors. */
    static <T> Workers<T> forComputing() {
        return new Workers<>(Runtime.getRuntime().availableProcessors());
    }

    /** More threads than that: a rename waits for the file system, which works on several of them at once. */
    static <T> Workers<T> forWriting() {
        return new Workers<>(Math.max(4, Runtime.getRuntime().availableProcessors()));
    }

    void add(Callable<T> work) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        results.add(threads.submit(work));
    }

    /** Waits for all of them. The first failure is thrown. */
    List<T> results() throws IOException, InterruptedException {
        List<T> done = new ArrayList<>(results.size());
        for (Future<T> result : results) {
            try {
                done.add(result.get());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException failure) {
                    throw failure;
                }
                if (e.getCause() instanceof InterruptedException interruption) {
                    throw interruption;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
        return done;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
