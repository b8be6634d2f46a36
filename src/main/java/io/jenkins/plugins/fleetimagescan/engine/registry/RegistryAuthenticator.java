package io.jenkins.plugins.fleetimagescan.engine.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Answers challenges. Tokens are kept for each registry, repository and credential until they expire; what a
 * registry asked for once is brought along the next time.
 */
final class RegistryAuthenticator {
    private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(1);

    private record TokenKey(Origin registry, String repository, RegistryCredential credential) {}

    private final RegistryCaller caller;
    private final Locations locations;
    private final Timing timing;
    private final ConcurrentMap<Origin, Contact> contacts = new ConcurrentHashMap<>();
    private final ConcurrentMap<TokenKey, TokenSlot> tokens = new ConcurrentHashMap<>();
    private final AtomicLong swept;

    RegistryAuthenticator(RegistryCaller caller, Locations locations, Timing timing) {
        this.caller = caller;
        this.locations = locations;
        this.timing = timing;
        this.swept = new AtomicLong(timing.nanoTime());
    }

    Contact contact(Call call) {
        return contacts.computeIfAbsent(call.host().origin(), origin -> new Contact());
    }

    /** What to bring along on the first attempt, by what the registry asked for before; null for nothing. */
    @CheckForNull
    String known(Call call) throws RegistryException, InterruptedException {
        Contact.Lesson lesson = contact(call).lesson();
        if (lesson == null) {
            return null;
        }
        Challenge challenge = lesson.challenge();
        if (challenge.isBasic()) {
            return call.credential().isBasic() ? call.credential().basicHeader() : null;
        }
        if (!lesson.repository().equals(call.repository())) {
            challenge = forRepository(challenge, call.repository());
        }
        return bearer(call, challenge, null);
    }

    /** The registry's own challenge names another repository; ours differs in nothing else. */
    private static Challenge forRepository(Challenge challenge, String repository) {
        Map<String, String> parameters = new TreeMap<>(challenge.parameters());
        String actions = Optional.ofNullable(challenge.parameter("scope"))
                .filter(scope -> scope.startsWith("repository:") && scope.indexOf(' ') < 0)
                .map(scope -> scope.substring(scope.lastIndexOf(':') + 1))
                .orElse("pull");
        parameters.put("scope", "repository:" + repository + ":" + actions);
        return new Challenge(challenge.scheme(), parameters);
    }

    /**
     * What to bring along after a refusal.
     *
     * @param sent what was brought along and refused; null for nothing
     */
    String answer(Call call, Reply<?> refusal, @CheckForNull String sent)
            throws RegistryException, InterruptedException {
        List<Challenge> challenges = Challenge.parse(refusal.headers().allValues("WWW-Authenticate"));
        RegistryCredential credential = call.credential();
        Optional<Challenge> bearer =
                challenges.stream().filter(Challenge::isBearer).findFirst();
        Optional<Challenge> basic =
                challenges.stream().filter(Challenge::isBasic).findFirst();
        if (bearer.isPresent()) {
            contact(call).learn(bearer.get(), call.repository());
            return bearer(call, bearer.get(), sent);
        }
        if (basic.isPresent()) {
            contact(call).learn(basic.get(), call.repository());
            if (credential.isBasic() && !credential.basicHeader().equals(sent)) {
                return credential.basicHeader();
            }
            throw credential.isBasic() || credential.isNone()
                    ? refused(call, refusal)
                    : call.failure(Kind.UNAUTHORIZED, 401, null, Messages.RegistryAuthenticator_basicOnly(), null);
        }
        if (challenges.isEmpty()) {
            throw call.failure(
                    Reply.isHtml(refusal.headers()) ? Kind.NOT_A_REGISTRY : Kind.UNAUTHORIZED,
                    401,
                    null,
                    Messages.RegistryAuthenticator_noChallenge(),
                    null);
        }
        String schemes = challenges.stream().map(Challenge::scheme).distinct().collect(Collectors.joining(", "));
        throw call.failure(Kind.UNAUTHORIZED, 401, null, Messages.RegistryAuthenticator_scheme(schemes), null);
    }

    /** The end of trying: nothing that there is was good enough. */
    RegistryException refused(Call call, Reply<?> refusal) {
        String said = ServerErrors.parse(refusal.error(), call::masked).describe(refusal.status());
        String reason = call.credential().isNone()
                ? Messages.RegistryAuthenticator_anonymous(said, call.loginHint())
                : Messages.RegistryAuthenticator_refused(call.credential(), said);
        return call.failure(Kind.UNAUTHORIZED, refusal.status(), null, reason, null);
    }

    /** @param refused the authorization that the registry has just refused, or null */
    private String bearer(Call call, Challenge challenge, @CheckForNull String refused)
            throws RegistryException, InterruptedException {
        if (call.credential().isRegistryToken()) {
            String own = "Bearer " + call.credential().secret();
            if (own.equals(refused)) {
                throw call.failure(Kind.UNAUTHORIZED, 401, null, Messages.RegistryAuthenticator_registryToken(), null);
            }
            return own;
        }
        TokenKey key = new TokenKey(call.host().origin(), call.repository(), call.credential());
        sweep();
        TokenSlot slot = tokens.computeIfAbsent(key, k -> new TokenSlot(timing));
        String scope = Optional.ofNullable(challenge.parameter("scope"))
                .filter(text -> !text.isBlank())
                .orElse("repository:" + call.repository() + ":pull");
        String token = slot.get(refused, scope, scopes -> fetch(call, challenge, scopes));
        call.keepSecret(token);
        return "Bearer " + token;
    }

    /** A client may live for months, while passwords change and repositories go. */
    private void sweep() {
        long now = timing.nanoTime();
        long last = swept.get();
        if (now - last >= SWEEP_INTERVAL.toNanos() && swept.compareAndSet(last, now)) {
            tokens.values().removeIf(TokenSlot::isStale);
        }
    }

    int tokens() {
        return tokens.size();
    }

    private TokenReader.Token fetch(Call call, Challenge challenge, List<String> scopes)
            throws RegistryException, InterruptedException {
        URI realm = realm(call, challenge);
        String service = challenge.parameter("service");
        RegistryCredential credential = call.credential();
        Endpoint endpoint = credential.isIdentityToken()
                ? Endpoint.refresh(realm, service, scopes, credential.secret())
                : Endpoint.token(realm, service, scopes, credential.user());
        Reply<TokenReader.Token> reply = caller.send(
                call,
                endpoint,
                credential.isBasic() ? credential.basicHeader() : null,
                () -> new JsonSubscriber<>(new TokenReader(), TokenReader.MAX_BYTES));
        if (reply.value() != null) {
            return reply.value();
        }
        int status = reply.status();
        if (status == 400 || status == 401 || status == 403) {
            throw refused(call, reply);
        }
        throw Failures.ofTokenServer(call, reply, timing.now());
    }

    private URI realm(Call call, Challenge challenge) throws RegistryException {
        String text = challenge.parameter("realm");
        Optional<URI> realm =
                text == null ? Optional.empty() : References.resolve(call.host().base(), text);
        if (realm.isEmpty()) {
            throw call.failure(Kind.INVALID_RESPONSE, 401, null, Messages.RegistryAuthenticator_noRealm(), null);
        }
        Optional<String> refusal = locations.refusal(call.host(), realm.get());
        if (refusal.isPresent()) {
            throw call.failure(
                    Kind.UNSAFE_LOCATION,
                    401,
                    null,
                    Messages.RegistryAuthenticator_unsafeRealm(Origin.of(realm.get()), refusal.get()),
                    null);
        }
        return realm.get();
    }
}
