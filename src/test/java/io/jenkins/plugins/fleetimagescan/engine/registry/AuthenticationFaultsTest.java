package io.jenkins.plugins.fleetimagescan.engine.registry;

import static io.jenkins.plugins.fleetimagescan.engine.registry.FaultyRegistry.TOKEN;
import static io.jenkins.plugins.fleetimagescan.engine.registry.FaultyRegistry.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException.Kind;
import io.jenkins.plugins.fleetimagescan.testing.ScriptedServer.Script;
import java.time.Duration;
import org.junit.Rule;
import org.junit.Test;

/** Challenges that cannot be answered, and token servers that misbehave. */
public class AuthenticationFaultsTest {
    private static final String REFUSED = "the registry refused the credentials (user robot, password ****; %s). They"
            + " are wrong or expired, or may not read this repository, or there is no such repository. Check the"
            + " spelling of the image, then renew the credentials.";

    @Rule
    public final FaultyRegistry registry = new FaultyRegistry();

    private void challenges(String challenge) {
        registry.server.answers(exchange -> exchange.reply(401, challenge, ""));
    }

    /** A registry that wants {@link FaultyRegistry#TOKEN}, which its token server may or may not give. */
    private void withTokenServer(Script tokens) {
        registry.server.answers(exchange -> {
            if (exchange.request().target().startsWith("/token")) {
                tokens.answer(exchange);
            } else if (("Bearer " + TOKEN).equals(exchange.request().header("Authorization"))) {
                exchange.reply(200, "", page("1.0"));
            } else {
                exchange.reply(401, registry.bearer(), "");
            }
        });
    }

    @Test
    public void basicWithoutEnd() {
        challenges("WWW-Authenticate: Basic realm=\"registry\"");
        registry.failsToList(Kind.UNAUTHORIZED, 2, REFUSED.formatted("HTTP 401"));
    }

    @Test
    public void bearerWithoutEnd() {
        registry.server.answers(exchange -> {
            if (exchange.request().target().startsWith("/token")) {
                exchange.reply(200, "", "{\"token\":\"" + TOKEN + exchange.number() + "\"}");
            } else {
                exchange.reply(401, registry.bearer() + ",error=\"insufficient_scope\"", "");
            }
        });
        registry.failsToList(Kind.UNAUTHORIZED, 3, REFUSED.formatted("HTTP 401"));
    }

    @Test
    public void basicForAnonymous() {
        registry.credential = RegistryCredential.none();
        challenges("WWW-Authenticate: Basic realm=\"registry\"");
        registry.failsToList(
                Kind.UNAUTHORIZED,
                1,
                "there is no such repository, or it is private and no credentials were given (HTTP 401). Check the"
                        + " spelling of the image; if it is private, name credentials in secretRef (command line: docker login).");
    }

    @Test
    public void basicForAnIdentityToken() {
        registry.credential = RegistryCredential.identityToken(TOKEN);
        challenges("WWW-Authenticate: Basic realm=\"registry\"");
        registry.failsToList(
                Kind.UNAUTHORIZED,
                1,
                "the registry accepts user name and password only, but the credential is a token (HTTP 401). Give a"
                        + " credential with user name and password.");
    }

    @Test
    public void registryTokenThatHasExpired() {
        registry.credential = RegistryCredential.registryToken(TOKEN + "-old");
        challenges(registry.bearer());
        registry.failsToList(
                Kind.UNAUTHORIZED,
                2,
                "the registry refused the credentials (registry token ****; HTTP 401). They are wrong or expired, or may"
                        + " not read this repository, or there is no such repository. Check the spelling of the image,"
                        + " then renew the credentials.");
    }

    @Test
    public void refusalWithoutAChallenge() {
        challenges("");
        registry.failsToList(Kind.UNAUTHORIZED, 1, noChallenge());
    }

    @Test
    public void loginPageInPlaceOfAChallenge() {
        registry.server.answers(exchange -> exchange.reply(401, "Content-Type: text/html", "<html>Log in</html>"));
        registry.failsToList(Kind.NOT_A_REGISTRY, 1, noChallenge());
    }

    private static String noChallenge() {
        return "the registry wants a login but does not say which kind (HTTP 401 without WWW-Authenticate). Check the"
                + " address of the registry, and whether a proxy or portal stands before it.";
    }

    @Test
    public void unknownSchemes() {
        challenges("WWW-Authenticate: Negotiate abc==, Digest realm=\"x\", nonce=\"y\"");
        registry.failsToList(
                Kind.UNAUTHORIZED,
                1,
                "the registry wants a login by negotiate, digest, which is not supported (HTTP 401). Basic and Bearer"
                        + " are.");
    }

    @Test
    public void bearerWithoutARealm() {
        challenges("WWW-Authenticate: Bearer service=\"registry\"");
        registry.failsToList(
                Kind.INVALID_RESPONSE,
                1,
                "the registry wants a token but does not say where to get one (HTTP 401, Bearer without a usable realm)."
                        + " This is a fault of the registry; report it to whoever runs it.");
    }

    @Test
    public void realmInTheClear() {
        challenges("WWW-Authenticate: Bearer realm=\"http://auth.example.com/token\"");
        registry.failsToList(
                Kind.UNSAFE_LOCATION,
                1,
                "the registry wants a token from http://auth.example.com, which was not asked: http://auth.example.com"
                        + " is not encrypted. Plain HTTP is used only for loopback hosts and registries listed as"
                        + " insecure. Check the token settings of the registry.");
    }

    @Test
    public void tokenServerThatRedirectsElsewhere() {
        withTokenServer(exchange -> exchange.reply(307, "Location: " + registry.stranger.base() + "/token", ""));
        registry.failsToList(
                Kind.UNSAFE_LOCATION,
                2,
                "SERVER redirected to STRANGER, which was not followed: a token request is not sent to another server."
                        + " Check the address of the registry.");
        assertThat(registry.stranger.requests()).isEmpty();
    }

    @Test
    public void tokenServerThatSaysNo() {
        withTokenServer(exchange ->
                exchange.reply(401, "", "{\"error\":\"invalid_grant\",\"error_description\":\"account locked\"}"));
        registry.failsToList(Kind.UNAUTHORIZED, 2, REFUSED.formatted("HTTP 401, invalid_grant: account locked"));
    }

    @Test
    public void tokenServerThatRepeatsWhatItWasTold() {
        withTokenServer(exchange -> exchange.reply(
                403,
                "",
                "{\"errors\":[{\"code\":\"DENIED\",\"message\":\""
                        + exchange.request().header("Authorization") + "\"}]}"));
        registry.failsToList(Kind.UNAUTHORIZED, 2, REFUSED.formatted("HTTP 403, DENIED: Basic ****"));
    }

    @Test
    public void tokenServerThatIsNotThere() {
        withTokenServer(exchange -> exchange.reply(404, "", ""));
        registry.failsToList(
                Kind.INVALID_RESPONSE,
                2,
                "the token server SERVER gave no token (HTTP 404). Check the token settings of the registry.");
    }

    @Test
    public void tokenServerThatFails() {
        withTokenServer(exchange -> exchange.reply(500, "", ""));
        registry.failsToList(
                Kind.SERVER_ERROR,
                5,
                "SERVER failed (HTTP 500). This is a problem of the registry; try again later or look at its log.");
    }

    @Test
    public void tokenServerThatFailsOnceThenWell() throws Exception {
        withTokenServer(exchange -> {
            if (exchange.number() == 2) {
                exchange.reply(503, "Retry-After: 2", "");
            } else {
                exchange.reply(200, "", "{\"access_token\":\"" + TOKEN + "\"}");
            }
        });
        assertThat(registry.tags()).containsExactly("1.0");
        assertThat(registry.counts).isEqualTo(new RequestCounts(1, 0, 0, 1, 1, 1, 0));
    }

    @Test
    public void tokensOfFormerPasswordsAreNotKept() throws Exception {
        withTokenServer(exchange -> exchange.reply(200, "", "{\"token\":\"" + TOKEN + "\",\"expires_in\":300}"));
        HandClock clock = new HandClock(registry.now);
        try (RegistryClient client = new RegistryClient(registry.options, registry.said::add, clock)) {
            for (int i = 0; i < 20; i++) {
                client.tags(registry.image(), RegistryCredential.basic("robot", "s3cr3t-" + i));
                client.tags(registry.image(), RegistryCredential.basic("robot", "s3cr3t-" + i));
                clock.pass(Duration.ofMinutes(6));
            }
            assertThat(client.tokens()).isEqualTo(1);
            assertThat(client.counts().tokens()).isEqualTo(20);
        }
    }

    @Test
    public void replyWithoutAToken() {
        withTokenServer(
                exchange -> exchange.reply(200, "", "{\"token\":\"\",\"nested\":{\"token\":\"" + TOKEN + "\"}}"));
        registry.failsToList(
                Kind.INVALID_RESPONSE,
                2,
                "the answer of SERVER cannot be used: it has no token. Check the token settings of the registry.");
    }

    @Test
    public void tokenThatWouldBreakAHeader() {
        withTokenServer(exchange -> exchange.reply(200, "", "{\"token\":\"" + TOKEN + "\\r\\nX-Evil: 1\"}"));
        registry.failsToList(
                Kind.INVALID_RESPONSE,
                2,
                "the answer of SERVER cannot be used: it has no token. Check the token settings of the registry.");
    }

    @Test
    public void tokenReplyThatIsCutOff() {
        withTokenServer(exchange -> exchange.reply(200, "", "{\"token\":\"" + TOKEN));
        registry.failsToList(
                Kind.INVALID_RESPONSE,
                2,
                "the answer of SERVER cannot be used: it is not JSON (line 1, column 23). Check that the address is the"
                        + " one of a registry.");
    }

    @Test
    public void tokenServerThatIsAWebSite() {
        withTokenServer(exchange -> exchange.reply(200, "Content-Type: text/plain", "  <!DOCTYPE html>"));
        registry.failsToList(
                Kind.NOT_A_REGISTRY,
                2,
                "the answer of SERVER cannot be used: it is a web page. This is a login page or another site, not a"
                        + " registry; check the address and whether a portal stands before it.");
    }

    @Test
    public void refusalThatRepeatsTheToken() {
        registry.server.answers(exchange -> {
            if (exchange.request().target().startsWith("/token")) {
                exchange.reply(200, "", "{\"token\":\"" + TOKEN + "\"}");
            } else {
                String sent = String.valueOf(exchange.request().header("Authorization"));
                exchange.reply(
                        401,
                        registry.bearer(),
                        "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"" + sent + "\"}]}");
            }
        });
        registry.failsToList(Kind.UNAUTHORIZED, 3, REFUSED.formatted("HTTP 401, UNAUTHORIZED: Bearer ****"));
    }

    @Test
    public void bothSchemesOnSeveralLines() throws Exception {
        withTokenServer(exchange -> exchange.reply(200, "", "{\"token\":\"" + TOKEN + "\"}"));
        String realm = registry.server.base() + "/token";
        var script = "WWW-Authenticate: Basic realm=\"x\"\nWWW-Authenticate: Unknown, bearer Service=registry, REALM=\""
                + realm + "\"";
        registry.server.answers(exchange -> {
            if (exchange.request().target().startsWith("/token")) {
                exchange.reply(200, "", "{\"token\":\"" + TOKEN + "\"}");
            } else if (("Bearer " + TOKEN).equals(exchange.request().header("Authorization"))) {
                exchange.reply(200, "", page("1.0"));
            } else {
                exchange.reply(401, script, "");
            }
        });
        assertThat(registry.tags()).containsExactly("1.0");
        assertThat(registry.server.requests().get(1).target())
                .isEqualTo("/token?scope=repository%3Ateam%2Fapp%3Apull&service=registry&account=robot"
                        + "&client_id=fleet-image-scan");
    }
}
