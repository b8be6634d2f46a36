package io.jenkins.plugins.fleetimagescan.engine.git;

import java.util.concurrent.ThreadLocalRandom;

/** The pause before another push. */
@FunctionalInterface
public interface Backoff {
    /** @param failed how many attempts failed so far, from 1 */
    void pause(int failed) throws InterruptedException;

    /**
     * A random time up to 200 ms, 400 ms, 800 ms … at most 10 s ("full jitter", so that writers which collided once do
     * not collide again; https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
     */
    static Backoff exponential() {
        return failed -> {
            long limit = Math.min(10_000, 100L << Math.min(failed, 10));
            Thread.sleep(ThreadLocalRandom.current().nextLong(limit / 4, limit + 1));
        };
    }
}
