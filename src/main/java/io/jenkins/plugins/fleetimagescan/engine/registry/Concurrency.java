package io.jenkins.plugins.fleetimagescan.engine.registry;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;

/** How many calls are under way at once: for each registry, and all together. First come, first served. */
final class Concurrency {
    /** A place under both limits; closing it gives it back. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    private final RegistryOptions options;
    private final Semaphore total;
    private final ConcurrentMap<String, Semaphore> perRegistry = new ConcurrentHashMap<>();

    Concurrency(RegistryOptions options) {
        this.options = options;
        this.total = new Semaphore(options.concurrency(), true);
    }

    /** Waits for a place. */
    Place enter(RegistryHost host) throws InterruptedException {
        Semaphore own = perRegistry.computeIfAbsent(
                host.name(), name -> new Semaphore(options.registry(name).concurrency(), true));
        // In this order a slow registry cannot occupy the places of the others.
        own.acquire();
        try {
            total.acquire();
        } catch (InterruptedException e) {
            own.release();
            throw e;
        }
        return () -> {
            total.release();
            own.release();
        };
    }
}
