package io.jenkins.plugins.fleetimagescan.engine.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.net.ssl.SSLException;

/** What went wrong, in the words of what the user does next. */
final class Failures {
    private Failures() {}

    /** A request without an answer. */
    static RegistryException of(Call call, URI uri, IOException error) {
        String server = Origin.of(uri).toString();
        if (error instanceof InvalidBodyException body) {
            Kind kind = body.isFromRegistry() ? Kind.INVALID_RESPONSE : Kind.NOT_A_REGISTRY;
            return call.failure(kind, 200, null, Messages.Failures_body(server, body.getMessage()), null);
        }
        if (error instanceof ProxyUnreachableException proxy) {
            return call.failure(
                    Kind.UNREACHABLE, 0, null, Messages.Failures_proxyUnreachable(server, proxy.getMessage()), error);
        }
        Trust.UntrustedCertificateException untrusted = cause(error, Trust.UntrustedCertificateException.class);
        if (untrusted != null) {
            return call.failure(
                    Kind.TLS, 0, null, Messages.Failures_certificate(server, untrusted.getMessage()), error);
        }
        if (isUnresolved(error)) {
            return call.failure(Kind.UNKNOWN_HOST, 0, null, Messages.Failures_unknownHost(uri.getHost()), error);
        }
        if (error instanceof HttpConnectTimeoutException) {
            return call.failure(Kind.TIMEOUT, 0, null, Messages.Failures_connectTimeout(server), error);
        }
        if (error instanceof HttpTimeoutException) {
            return call.failure(
                    Kind.TIMEOUT,
                    0,
                    null,
                    Messages.Failures_timeout(
                            server, String.valueOf(call.deadline().length().toSeconds())),
                    error);
        }
        if (error instanceof SSLException) {
            return call.failure(Kind.TLS, 0, null, Messages.Failures_tls(server, words(error)), error);
        }
        if (cause(error, ProtocolException.class) != null) {
            return call.failure(
                    Kind.INVALID_RESPONSE, 0, null, Messages.Failures_protocol(server, words(error)), error);
        }
        if (error instanceof ConnectException) {
            return call.failure(Kind.UNREACHABLE, 0, null, Messages.Failures_refused(server), error);
        }
        return call.failure(Kind.UNREACHABLE, 0, null, Messages.Failures_broken(server, words(error)), error);
    }

    /** Whether asking again may help. */
    static boolean isTransient(IOException error) {
        return !(error instanceof InvalidBodyException
                || error instanceof SSLException
                || cause(error, ProtocolException.class) != null
                || isUnresolved(error));
    }

    /** Whether asking again may help. */
    static boolean isTransient(int status) {
        return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
    }

    /** An answer that is no success; 401 is told better by {@link RegistryAuthenticator}. */
    static RegistryException of(Call call, Reply<?> reply, Instant now) {
        int status = reply.status();
        String server = Origin.of(reply.uri()).toString();
        ServerErrors errors = ServerErrors.parse(reply.error(), call::masked);
        String said = errors.describe(status);
        Instant again = RetryAfter.of(reply.headers(), now).orElse(null);
        return switch (status) {
            case 200 -> unreadable(call, reply, server);
            case 403 ->
                call.failure(
                        Kind.FORBIDDEN,
                        status,
                        null,
                        call.credential().isNone()
                                ? Messages.Failures_forbiddenAnonymous(said, call.loginHint())
                                : Messages.Failures_forbidden(said),
                        null);
            case 404 -> notFound(call, reply, server, errors, said);
            case 407 -> call.failure(Kind.PROXY, status, null, Messages.Failures_proxy(), null);
            case 429 -> call.failure(Kind.RATE_LIMITED, status, again, rateLimited(call, said, again), null);
            default -> {
                if (status >= 500 || status == 408) {
                    yield call.failure(Kind.SERVER_ERROR, status, again, Messages.Failures_server(server, said), null);
                }
                Kind kind = Reply.isHtml(reply.headers()) ? Kind.NOT_A_REGISTRY : Kind.INVALID_RESPONSE;
                yield call.failure(kind, status, null, Messages.Failures_status(server, said), null);
            }
        };
    }

    /** An answer of a token server that is neither a token nor a plain no. */
    static RegistryException ofTokenServer(Call call, Reply<?> reply, Instant now) {
        int status = reply.status();
        if (status == 407 || status == 429 || status >= 500 || status == 200) {
            return of(call, reply, now);
        }
        String said = ServerErrors.parse(reply.error(), call::masked).describe(status);
        return call.failure(
                Kind.INVALID_RESPONSE, status, null, Messages.Failures_tokenServer(Origin.of(reply.uri()), said), null);
    }

    private static RegistryException notFound(
            Call call, Reply<?> reply, String server, ServerErrors errors, String said) {
        if (Reply.isHtml(reply.headers()) && errors.errors().isEmpty()) {
            return call.failure(Kind.NOT_A_REGISTRY, 404, null, Messages.Failures_notRegistry(server, said), null);
        }
        String reason;
        if (errors.has("MANIFEST_UNKNOWN")) {
            reason = Messages.Failures_noTag(said);
        } else if (call.credential().isNone()) {
            reason = Messages.Failures_notFoundAnonymous(said, call.loginHint());
        } else {
            reason = Messages.Failures_notFound(said);
        }
        return call.failure(Kind.NOT_FOUND, 404, null, reason, null);
    }

    private static RegistryException unreadable(Call call, Reply<?> reply, String server) {
        if (Reply.isHtml(reply.headers())) {
            return call.failure(
                    Kind.NOT_A_REGISTRY, 200, null, Messages.Failures_body(server, Messages.InvalidBody_html()), null);
        }
        String coding = Reply.encoding(reply.headers());
        return call.failure(
                Kind.INVALID_RESPONSE,
                200,
                null,
                Messages.Failures_body(server, Messages.InvalidBody_encoding(coding)),
                null);
    }

    /** A request that was not sent, because the server wants none for now. */
    static RegistryException paused(Call call, Origin server, int status, @CheckForNull Instant again) {
        String reason = Messages.Failures_paused(server, String.valueOf(status), when(again));
        return call.failure(status == 429 ? Kind.RATE_LIMITED : Kind.SERVER_ERROR, status, again, reason, null);
    }

    private static String rateLimited(Call call, String said, @CheckForNull Instant again) {
        return call.credential().isNone()
                ? Messages.Failures_rateLimitedAnonymous(said, when(again), call.loginHint())
                : Messages.Failures_rateLimited(said, when(again));
    }

    private static String when(@CheckForNull Instant again) {
        return again == null
                ? Messages.Failures_later()
                : Messages.Failures_until(again.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static boolean isUnresolved(IOException error) {
        return cause(error, UnresolvedAddressException.class) != null
                || cause(error, UnknownHostException.class) != null;
    }

    /** The first cause that says something. */
    private static String words(Throwable error) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (at.getMessage() != null && !at.getMessage().isBlank()) {
                return at.getMessage();
            }
        }
        return error.getClass().getSimpleName();
    }

    @CheckForNull
    private static <X extends Throwable> X cause(Throwable error, Class<X> type) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
        }
        return null;
    }
}
