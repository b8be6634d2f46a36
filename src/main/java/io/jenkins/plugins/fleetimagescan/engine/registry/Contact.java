package io.jenkins.plugins.fleetimagescan.engine.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is known of how a registry wants to be asked. The first call finds it out by simply asking; the others wait
 * for that one answer, so that a registry refuses one request in a run and not one for each repository.
 */
final class Contact {
    /** A registry that does not answer at all must not let the others wait for long. */
    private static final long LONGEST_WAIT_SECONDS = 10;

    private final AtomicBoolean claimed = new AtomicBoolean();
    private final CountDownLatch met = new CountDownLatch(1);

    @CheckForNull
    private volatile Lesson lesson;

    /** @param repository for which the registry gave the challenge */
    record Lesson(Challenge challenge, String repository) {}

    /** Goes ahead as the first one, or waits for the first one's answer. */
    void approach() throws InterruptedException {
        if (!claimed.compareAndSet(false, true) && !met.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
            met.countDown();
        }
    }

    /** The first answer, or failure, has come. */
    void met() {
        met.countDown();
    }

    void learn(Challenge challenge, String repository) {
        lesson = new Lesson(challenge, repository);
        met();
    }

    @CheckForNull
    Lesson lesson() {
        return lesson;
    }
}
