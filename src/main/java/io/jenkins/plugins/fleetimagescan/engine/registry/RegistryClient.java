package io.jenkins.plugins.fleetimagescan.engine.registry;

import io.jenkins.plugins.fleetimagescan.engine.image.Digest;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException.Kind;
import java.net.URI;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks registries for tags and digests. Safe for use by many threads; each call blocks its thread, and interrupting
 * the thread cancels the request in flight.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md">OCI distribution
 *     specification</a>
 */
public final class RegistryClient implements AutoCloseable {
    private static final int MAX_PAGES = 2_000;
    private static final int MAX_TAGS = 1_000_000;
    private static final long MAX_PAGE_BYTES = 64L << 20;
    private static final int MAX_MANIFEST_BYTES = 4 << 20;

    private final RegistryOptions options;
    private final Consumer<String> log;
    private final Timing timing;
    private final Transport transport;
    private final RequestCounter counter = new RequestCounter();
    private final RegistryCaller caller;
    private final RegistryAuthenticator authenticator;
    private final Concurrency concurrency;

    public RegistryClient(RegistryOptions options) {
        this(options, line -> {});
    }

    /** @param log receives a line for each retry and for each mirror that fails, from any thread; without secrets */
    public RegistryClient(RegistryOptions options, Consumer<String> log) {
        this(options, log, Timing.SYSTEM);
    }

    RegistryClient(RegistryOptions options, Consumer<String> log, Timing timing) {
        this.options = options;
        this.log = log;
        this.timing = timing;
        Locations locations = new Locations(options);
        this.transport = new Transport(options.proxy(), timing);
        this.caller = new RegistryCaller(transport, locations, counter, timing, log);
        this.authenticator = new RegistryAuthenticator(caller, locations, timing);
        this.concurrency = new Concurrency(options);
    }

    /** As {@link #tags(ImageReference, RegistryCredentials)}, anonymously at a mirror. */
    public List<String> tags(ImageReference image, RegistryCredential credential)
            throws RegistryException, InterruptedException {
        return tags(image, RegistryCredentials.of(credential));
    }

    /**
     * All tags of the image's repository, in ascending order and each once. A tag or digest of the reference is
     * ignored.
     */
    public List<String> tags(ImageReference image, RegistryCredentials credentials)
            throws RegistryException, InterruptedException {
        return ask(image, credentials, Messages::RegistryClient_tags, this::list);
    }

    /** As {@link #digest(ImageReference, String, RegistryCredentials)}, anonymously at a mirror. */
    public Digest digest(ImageReference image, String tag, RegistryCredential credential)
            throws RegistryException, InterruptedException {
        return digest(image, tag, RegistryCredentials.of(credential));
    }

    /** The digest of what the tag names now; of the index where that is a multi-platform image. */
    public Digest digest(ImageReference image, String tag, RegistryCredentials credentials)
            throws RegistryException, InterruptedException {
        return ask(
                image,
                credentials,
                (place, reason) -> Messages.RegistryClient_digest(place, tag, reason),
                call -> digest(call, tag));
    }

    /** The image as it is asked for first; empty where its registry has no mirror. */
    public Optional<ImageReference> mirrored(ImageReference image) {
        return options.mirrored(image);
    }

    /** What was sent so far. */
    public RequestCounts counts() {
        return counter.counts();
    }

    /** How many tokens are kept, for tests. */
    int tokens() {
        return authenticator.tokens();
    }

    /** Cancels what is under way. */
    @Override
    public void close() {
        transport.close();
    }

    private interface Question<T> {
        T ask(Call call) throws RegistryException, InterruptedException;
    }

    /**
     * Where a question is asked, and how.
     *
     * @param place for messages
     * @param loginHint where to give a credential, for messages
     */
    private record Target(
            ImageReference image, RegistryCredential credential, String place, String loginHint, int attempts) {}

    /** Asks the mirror where there is one, then the registry itself. */
    private <T> T ask(
            ImageReference image,
            RegistryCredentials credentials,
            BinaryOperator<String> sentence,
            Question<T> question)
            throws RegistryException, InterruptedException {
        Optional<ImageReference> mirrored = mirrored(image);
        if (mirrored.isPresent()) {
            String mirror = options.registry(image.registry()).mirror();
            Target target = new Target(
                    mirrored.get(),
                    credentials.mirror(),
                    Messages.RegistryClient_atMirror(image.canonicalName(), mirror),
                    Messages.RegistryClient_mirrorLogin(),
                    1);
            try {
                return at(target, sentence, question);
            } catch (RegistryException e) {
                log.accept(Messages.RegistryClient_mirrorFailed(e.getMessage()));
            }
        }
        Target target = new Target(
                image,
                credentials.registry(),
                image.canonicalName(),
                Messages.RegistryClient_secretRef(),
                options.attempts());
        return at(target, sentence, question);
    }

    private <T> T at(Target target, BinaryOperator<String> sentence, Question<T> question)
            throws RegistryException, InterruptedException {
        String registry = target.image().registry();
        RegistryHost host = RegistryHost.of(registry, options);
        RegistryCredential given = target.credential();
        try (Concurrency.Place free = concurrency.enter(host)) {
            return question.ask(new Call(
                    host,
                    target.image().repository(),
                    given.isNone() ? options.registry(registry).credential() : given,
                    target.loginHint(),
                    reason -> sentence.apply(target.place(), reason),
                    Deadline.in(options.deadline(), timing),
                    target.attempts()));
        }
    }

    private List<String> list(Call call) throws RegistryException, InterruptedException {
        Set<String> tags = new TreeSet<>();
        Set<URI> seen = new HashSet<>();
        Supplier<BodySubscriber<List<String>>> page =
                () -> new JsonSubscriber<>(new TagPageReader(tags.size(), MAX_TAGS), MAX_PAGE_BYTES);
        Endpoint endpoint = Endpoint.tags(call.host(), call.repository());
        Reply<List<String>> reply = send(call, endpoint, page);
        if (reply.status() == 400
                && ServerErrors.parse(reply.error(), call::masked).has("PAGINATION_NUMBER_INVALID")) {
            reply = send(call, Endpoint.tagsUnsized(call.host(), call.repository()), page);
        }
        for (seen.add(endpoint.uri()); ; ) {
            if (reply.value() == null) {
                throw Failures.of(call, reply, timing.now());
            }
            tags.addAll(reply.value());
            Optional<URI> next = nextPage(call, reply);
            if (next.isEmpty()) {
                return List.copyOf(tags);
            }
            if (!seen.add(next.get())) {
                throw call.failure(Kind.INVALID_RESPONSE, 200, null, Messages.RegistryClient_pageLoop(), null);
            }
            if (seen.size() > MAX_PAGES) {
                throw call.failure(
                        Kind.INVALID_RESPONSE,
                        200,
                        null,
                        Messages.RegistryClient_pages(String.valueOf(MAX_PAGES)),
                        null);
            }
            reply = send(call, Endpoint.page(next.get()), page);
        }
    }

    private static Optional<URI> nextPage(Call call, Reply<?> page) throws RegistryException {
        Optional<String> reference = LinkHeader.next(page.headers().allValues("Link"));
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        URI next = References.resolve(page.uri(), reference.get())
                .orElseThrow(
                        () -> call.failure(Kind.INVALID_RESPONSE, 200, null, Messages.RegistryClient_badLink(), null));
        Origin here = Origin.of(page.uri());
        if (!Origin.of(next).host().equals(here.host())) {
            throw call.failure(
                    Kind.UNSAFE_LOCATION, 200, null, Messages.RegistryClient_foreignLink(Origin.of(next)), null);
        }
        // A registry behind a proxy may not know its own scheme and port: those of this page are the right ones.
        String path = next.getRawPath() + (next.getRawQuery() == null ? "" : "?" + next.getRawQuery());
        return Optional.of(URI.create(here + path));
    }

    private Digest digest(Call call, String tag) throws RegistryException, InterruptedException {
        Reply<Void> head = send(call, Endpoint.head(call.host(), call.repository(), tag), BodySubscribers::discarding);
        if (head.status() == 200) {
            Optional<Digest> told = ManifestDigest.told(head.headers());
            if (told.isPresent()) {
                return told.get();
            }
        } else if (head.status() != 405 && head.status() != 501) {
            throw Failures.of(call, head, timing.now());
        }
        Reply<byte[]> get = send(
                call,
                Endpoint.manifest(call.host(), call.repository(), tag),
                () -> CappedSubscriber.refusing(MAX_MANIFEST_BYTES));
        byte[] manifest = get.value();
        if (manifest == null) {
            throw Failures.of(call, get, timing.now());
        }
        return ManifestDigest.of(manifest, get.headers())
                .orElseThrow(() ->
                        call.failure(Kind.INVALID_RESPONSE, 200, null, Messages.RegistryClient_wrongDigest(), null));
    }

    /** Sends with what the registry is known to want, and once more with what it asks for now. */
    private <T> Reply<T> send(Call call, Endpoint endpoint, Supplier<BodySubscriber<T>> success)
            throws RegistryException, InterruptedException {
        if (!Origin.of(endpoint.uri()).equals(call.host().origin())) {
            return caller.send(call, endpoint, null, success);
        }
        Contact contact = authenticator.contact(call);
        contact.approach();
        try {
            String authorization = authenticator.known(call);
            Reply<T> reply = caller.send(call, endpoint, authorization, success);
            if (reply.status() != 401) {
                return reply;
            }
            refuseStrangers(call, reply);
            counter.recount(endpoint.kind(), RequestCounter.Kind.CHALLENGE);
            Reply<T> second = caller.send(call, endpoint, authenticator.answer(call, reply, authorization), success);
            if (second.status() == 401) {
                refuseStrangers(call, second);
                throw authenticator.refused(call, second);
            }
            return second;
        } finally {
            contact.met();
        }
    }

    /** A host that the registry redirected to is not told who asks, so it cannot ask for that either. */
    private static void refuseStrangers(Call call, Reply<?> reply) throws RegistryException {
        Origin stranger = Origin.of(reply.uri());
        if (!stranger.equals(call.host().origin())) {
            throw call.failure(Kind.UNSAFE_LOCATION, 401, null, Messages.RegistryClient_strangerLogin(stranger), null);
        }
    }
}
