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
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks one endpoint: sends, follows redirects, tries again what may pass, and says in words what failed. */
final class RegistryCaller {
    private static final Duration HEADERS_TIMEOUT = Duration.ofSeconds(30);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MAX_REDIRECTS = 5;
    private static final int TOO_MANY_REQUESTS = 429;

    /** A request without an answer, and where it went: after redirects that need not be where the first one did. */
    private static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1;

        private final URI uri;
        private final IOException reason;

        Unanswered(URI uri, IOException reason) {
            super(reason);
            this.uri = uri;
            this.reason = reason;
        }
    }

    private final Transport transport;
    private final Locations locations;
    private final RequestCounter counter;
    private final Timing timing;
    private final Consumer<String> log;
    private final Pauses pauses;

    RegistryCaller(
            Transport transport, Locations locations, RequestCounter counter, Timing timing, Consumer<String> log) {
        this.transport = transport;
        this.locations = locations;
        this.counter = counter;
        this.timing = timing;
        this.log = log;
        this.pauses = new Pauses(timing);
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
            RegistryException failure;
            Delay delay = Delay.backoff(attempt);
            try {
                RequestCounter.Kind kind = attempt == 1 ? endpoint.kind() : RequestCounter.Kind.RETRY;
                Reply<T> reply = follow(call, endpoint, kind, authorization, success);
                if (!Failures.isTransient(reply.status())) {
                    return reply;
                }
                Instant now = timing.now();
                failure = Failures.of(call, reply, now);
                if (failure.retryAfter() != null) {
                    delay = Delay.told(Duration.between(now, failure.retryAfter()));
                }
                if (failure.retryAfter() != null || reply.status() == TOO_MANY_REQUESTS) {
                    pauses.begin(Origin.of(reply.uri()), delay, reply.status(), failure.retryAfter());
                }
            } catch (Unanswered e) {
                failure = Failures.of(call, e.uri, e.reason);
                if (!Failures.isTransient(e.reason)) {
                    throw failure;
                }
            }
            Duration wait = delay.draw(timing.random());
            if (attempt >= call.attempts() || wait.compareTo(call.deadline().remaining()) >= 0) {
                throw failure;
            }
            log.accept(Messages.RegistryCaller_retry(failure.getMessage(), seconds(wait)));
            timing.sleep(wait);
        }
    }

    /**
     * Waits for the end of a pause that the server asked another call for. A call that has one attempt only does not
     * wait: it has somebody else to ask, or somebody who waits for it.
     */
    private void heed(Call call, Origin server) throws RegistryException, InterruptedException {
        for (Pauses.Pause pause = pauses.of(server); pause != null; pause = pauses.of(server)) {
            Duration wait = pauses.delay(pause).draw(timing.random());
            if (call.attempts() == 1 || wait.compareTo(call.deadline().remaining()) >= 0) {
                throw Failures.paused(call, server, pause.status(), pause.again());
            }
            timing.sleep(wait);
        }
    }

    private static String seconds(Duration pause) {
        return String.valueOf(Math.max(1, (pause.toMillis() + 999) / 1000));
    }

    private <T> Reply<T> follow(
            Call call,
            Endpoint endpoint,
            RequestCounter.Kind kind,
            @CheckForNull String authorization,
            Supplier<BodySubscriber<T>> success)
            throws Unanswered, RegistryException, InterruptedException {
        Origin home = Origin.of(endpoint.uri());
        Endpoint at = endpoint;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            Origin here = Origin.of(at.uri());
            heed(call, here);
            counter.count(hop == 0 ? kind : RequestCounter.Kind.REDIRECT);
            Reply<T> reply;
            try {
                reply = exchange(call, at, here.equals(home) ? authorization : null, success);
            } catch (IOException e) {
                throw new Unanswered(at.uri(), e);
            }
            Optional<String> location = reply.headers().firstValue("Location");
            if (!REDIRECTS.contains(reply.status()) || location.isEmpty()) {
                return reply;
            }
            at = at.at(redirect(call, at, reply.status(), location.get()));
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
