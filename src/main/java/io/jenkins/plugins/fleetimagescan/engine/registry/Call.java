package io.jenkins.plugins.fleetimagescan.engine.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException.Kind;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** One question to one registry: what every request that it takes has in common. */
final class Call {
    private final RegistryHost host;
    private final String repository;
    private final RegistryCredential credential;
    private final String loginHint;
    private final UnaryOperator<String> sentence;
    private final Deadline deadline;
    private final int attempts;
    private final Set<String> secrets = ConcurrentHashMap.newKeySet();

    /**
     * @param loginHint where to give a credential, for messages
     * @param sentence makes the complete message of a reason: what was tried, and where
     */
    Call(
            RegistryHost host,
            String repository,
            RegistryCredential credential,
            String loginHint,
            UnaryOperator<String> sentence,
            Deadline deadline,
            int attempts) {
        this.host = host;
        this.repository = repository;
        this.credential = credential;
        this.loginHint = loginHint;
        this.sentence = sentence;
        this.deadline = deadline;
        this.attempts = attempts;
        secrets.addAll(credential.spellings());
    }

    RegistryHost host() {
        return host;
    }

    String repository() {
        return repository;
    }

    RegistryCredential credential() {
        return credential;
    }

    String loginHint() {
        return loginHint;
    }

    Deadline deadline() {
        return deadline;
    }

    int attempts() {
        return attempts;
    }

    /** Notes a token that was received: no message may hold it from now on, whatever the server echoes. */
    void keepSecret(String token) {
        secrets.add(token);
    }

    String masked(String text) {
        // Longest first, so that no part of a longer secret is left over.
        return secrets.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .reduce(text, (masked, secret) -> secret.isEmpty() ? masked : masked.replace(secret, "****"));
    }

    RegistryException failure(Kind kind, String reason) {
        return failure(kind, 0, null, reason, null);
    }

    RegistryException failure(
            Kind kind, int status, @CheckForNull Instant retryAfter, String reason, @CheckForNull Throwable cause) {
        String message = masked(sentence.apply(reason));
        return new RegistryException(kind, host.name(), repository, status, retryAfter, message, cause);
    }
}
