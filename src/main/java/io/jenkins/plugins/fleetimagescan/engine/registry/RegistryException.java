package io.jenkins.plugins.fleetimagescan.engine.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Instant;

/**
 * A question that a registry did not answer. The message is complete: what was asked, of whom, why it failed, what
 * to do next; it holds no secret.
 */
public final class RegistryException extends Exception {
    private static final long serialVersionUID = 1;

    /** What went wrong, by what the user does next. */
    public enum Kind {
        /** No such repository or tag, or one that must not be seen: registries answer both alike. */
        NOT_FOUND,
        /** Credentials are missing, wrong or expired. */
        UNAUTHORIZED,
        /** Who asks is known and may not. */
        FORBIDDEN,
        /** Too many requests; see {@link RegistryException#retryAfter()}. */
        RATE_LIMITED,
        /** The registry's certificate is not trusted, or no TLS could be agreed on. */
        TLS,
        /** The name of the registry or of the proxy does not resolve. */
        UNKNOWN_HOST,
        /** No connection, or one that broke. */
        UNREACHABLE,
        /** No answer in time. */
        TIMEOUT,
        /** Something else than a registry answered. */
        NOT_A_REGISTRY,
        /** The registry answered with a failure of its own. */
        SERVER_ERROR,
        /** The registry's answer breaks the protocol or a limit. */
        INVALID_RESPONSE,
        /** The registry pointed to a place to which credentials or requests are not sent. */
        UNSAFE_LOCATION,
        /** The proxy refused. */
        PROXY
    }

    private final Kind kind;
    private final String registry;
    private final String repository;
    private final int status;

    @CheckForNull
    private final Instant retryAfter;

    RegistryException(
            Kind kind,
            String registry,
            String repository,
            int status,
            @CheckForNull Instant retryAfter,
            String message,
            @CheckForNull Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.registry = registry;
        this.repository = repository;
        this.status = status;
        this.retryAfter = retryAfter;
    }

    public Kind kind() {
        return kind;
    }

    /** Host and optional port of the registry (or mirror) that was asked. */
    public String registry() {
        return registry;
    }

    public String repository() {
        return repository;
    }

    /** The HTTP status; 0 where there was no answer. */
    public int status() {
        return status;
    }

    /** When the registry wants to be asked again; null where it does not say. */
    @CheckForNull
    public Instant retryAfter() {
        return retryAfter;
    }
}
