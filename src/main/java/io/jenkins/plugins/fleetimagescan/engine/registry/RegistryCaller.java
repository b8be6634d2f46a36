package io.jenkins.plugins.fleetimagescan.engine.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks one endpoint: sends, follows redirects, tries again what may pass, and says in words what failed. */
final class RegistryCaller {
    private static final Duration HEADERS_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MAX_REDIRECTS = 5;

    private final Transport transport;
    private final Locations locations;
    private final RequestCounter counter;
    private final Timing timing;
    private final Consumer<String> log;

    RegistryCaller(
            Transport transport, Locations locations, RequestCounter counter, Timing timing, Consumer<String> log) {
        this.transport = transport;
        this.locations = locations;
        this.counter = counter;
        this.timing = timing;
        this.log = log;
    }

    /**
     * @param authorization value of the header, or null; sent to the endpoint's own origin only
     * @param success reads the body of a 200; called anew for each attempt
     * @return any answer that asking again would not change; see {@link Failures#isTransient(int)}
     */
    <T> Reply<T> send(
            Call call, Endpoint endpoint, @CheckForNull String authorization, Supplier<BodySubscriber<T>> success)
            throws RegistryException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            counter.count(attempt == 1 ? endpoint.kind() : RequestCounter.Kind.RETRY);
            RegistryException failure;
            Duration pause = backoff(attempt);
            try {
                Reply<T> reply = follow(call, endpoint, authorization, success);
                if (!Failures.isTransient(reply.status())) {
                    return reply;
                }
                failure = Failures.of(call, reply, timing.now());
                if (failure.retryAfter() != null) {
                    pause = Duration.between(timing.now(), failure.retryAfter());
                }
            } catch (IOException e) {
                failure = Failures.of(call, endpoint.uri(), e);
                if (!Failures.isTransient(e)) {
                    throw failure;
                }
            }
            if (attempt >= call.attempts() || pause.compareTo(call.deadline().remaining()) >= 0) {
                throw failure;
            }
            if (!pause.isNegative() && !pause.isZero()) {
                log.accept(Messages.RegistryCaller_retry(failure.getMessage(), seconds(pause)));
                timing.sleep(pause);
            }
        }
    }

    /** Doubles each time; spread over the upper half, so that many clients do not return together. */
    private Duration backoff(int attempt) {
        long full = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(attempt - 1, 16));
        return Duration.ofMillis(full / 2 + (long) (full / 2.0 * timing.random()));
    }

    private static String seconds(Duration pause) {
        return String.valueOf(Math.max(1, (pause.toMillis() + 999) / 1000));
    }

    private <T> Reply<T> follow(
            Call call, Endpoint endpoint, @CheckForNull String authorization, Supplier<BodySubscriber<T>> success)
            throws IOException, RegistryException, InterruptedException {
        Origin home = Origin.of(endpoint.uri());
        Endpoint at = endpoint;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            boolean atHome = Origin.of(at.uri()).equals(home);
            Reply<T> reply = exchange(call, at, atHome ? authorization : null, success);
            Optional<String> location = reply.headers().firstValue("Location");
            if (!REDIRECTS.contains(reply.status()) || location.isEmpty()) {
                return reply;
            }
            at = at.at(redirect(call, at, reply.status(), location.get()));
            counter.count(RequestCounter.Kind.REDIRECT);
        }
        throw call.failure(
                Kind.INVALID_RESPONSE, Messages.RegistryCaller_redirects(home, String.valueOf(MAX_REDIRECTS)));
    }

    private URI redirect(Call call, Endpoint from, int status, String location) throws RegistryException {
        Optional<URI> target = References.resolve(from.uri(), location);
        if (target.isEmpty()) {
            throw call.failure(
                    Kind.INVALID_RESPONSE, status, null, Messages.RegistryCaller_location(Origin.of(from.uri())), null);
        }
        Optional<String> refusal = locations.refusal(call.host(), target.get());
        boolean leaves = !Origin.of(target.get()).equals(Origin.of(from.uri()));
        if (refusal.isEmpty() && from.isToken() && (leaves || from.form() != null)) {
            // What a token request carries is meant for this one server.
            refusal = Optional.of(Messages.RegistryCaller_tokenRedirect());
        }
        if (refusal.isPresent()) {
            throw call.failure(
                    Kind.UNSAFE_LOCATION,
                    status,
                    null,
                    Messages.RegistryCaller_unsafe(Origin.of(from.uri()), Origin.of(target.get()), refusal.get()),
                    null);
        }
        return target.get();
    }

    private <T> Reply<T> exchange(
            Call call, Endpoint endpoint, @CheckForNull String authorization, Supplier<BodySubscriber<T>> success)
            throws IOException, InterruptedException {
        Duration left = call.deadline().remaining();
        if (left.isZero()) {
            throw new HttpTimeoutException("no time left");
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.uri())
                .timeout(left.compareTo(HEADERS_TIMEOUT) < 0 ? left : HEADERS_TIMEOUT)
                .header("Accept", endpoint.accept())
                .header("User-Agent", Endpoint.CLIENT_ID);
        if (endpoint.method().equals("GET")) {
            request.GET();
        } else if (endpoint.form() == null) {
            request.method(endpoint.method(), BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .method(endpoint.method(), BodyPublishers.ofString(endpoint.form()));
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if ("http".equals(endpoint.uri().getScheme())) {
            // Without TLS, HTTP/2 would begin with an upgrade that some servers stumble over.
            request.version(Version.HTTP_1_1);
        }
        HttpResponse<Reply.Body<T>> response = transport.send(
                request.build(), Reply.handler(success), call.host().caCertificates(), call.deadline());
        // A proxy that refuses a tunnel is a response without any body.
        Reply.Body<T> body = response.body() == null ? new Reply.Body<>(null, new byte[0]) : response.body();
        return new Reply<>(response.statusCode(), response.headers(), endpoint.uri(), body.value(), body.error());
    }
}
