package io.jenkins.plugins.fleetimagescan.engine.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** The place of one token: fetched by one thread while the others wait for it, kept until shortly before it expires. */
final class TokenSlot {
    interface Source {
        TokenReader.Token fetch(List<String> scopes) throws RegistryException, InterruptedException;
    }

    /** Between the check of a token here and its arrival there. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final Timing timing;
    private final Lock lock = new ReentrantLock();
    private final Set<String> scopes = new LinkedHashSet<>();

    @CheckForNull
    private String token;

    private long expiry;

    TokenSlot(Timing timing) {
        this.timing = timing;
    }

    /** Whether it has nothing of use, and nobody is about to change that. */
    boolean isStale() {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            return token == null || timing.nanoTime() - expiry >= 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * @param refused the header that the registry has just refused, or null; such a token is not given out again
     * @param scope what the registry asks for now; what it asked for before stays in the token
     */
    String get(@CheckForNull String refused, String scope, Source source)
            throws RegistryException, InterruptedException {
        lock.lockInterruptibly();
        try {
            boolean grown = scopes.addAll(List.of(scope.split(" ")));
            boolean usable = token != null && timing.nanoTime() - expiry < 0 && !("Bearer " + token).equals(refused);
            if (!usable || (grown && refused != null)) {
                token = null;
                TokenReader.Token fetched = source.fetch(List.copyOf(scopes));
                token = fetched.text();
                Duration lifetime = fetched.lifetime();
                Duration margin = lifetime.dividedBy(4).compareTo(MARGIN) < 0 ? lifetime.dividedBy(4) : MARGIN;
                expiry = timing.nanoTime() + lifetime.minus(margin).toNanos();
            }
            return token;
        } finally {
            lock.unlock();
        }
    }
}
