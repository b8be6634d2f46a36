package io.jenkins.plugins.fleetimagescan.engine.registry;

import static io.jenkins.plugins.fleetimagescan.engine.registry.FaultyRegistry.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.Rule;
import org.junit.Test;

/** Refusals, limits, failures and redirects. */
public class AnswerFaultsTest {
    @Rule
    public final FaultyRegistry registry = new FaultyRegistry();

    private void answers(int status, String headers, String body) {
        registry.server.answers(exchange -> exchange.reply(status, headers, body));
    }

    private static String error(String code, String message) {
        return "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\",\"detail\":{\"x\":[1]}}]}";
    }

    @Test
    public void forbidden() {
        answers(403, "", error("DENIED", "requested access to the resource is denied"));
        RegistryException failure = registry.failsToList(
                Kind.FORBIDDEN,
                1,
                "the credentials are known but may not read this repository (HTTP 403, DENIED: requested access to the"
                        + " resource is denied). Give their owner the right to pull it.");
        assertThat(failure.status()).isEqualTo(403);
    }

    @Test
    public void forbiddenToAnonymous() {
        registry.credential = RegistryCredential.none();
        answers(403, "Content-Type: text/html", "<html>Forbidden</html>");
        registry.failsToList(
                Kind.FORBIDDEN,
                1,
                "access was denied (HTTP 403). The repository is private, or anonymous access is not allowed: name"
                        + " credentials in secretRef (command line: docker login).");
    }

    @Test
    public void repositoryUnknown() {
        answers(404, "", error("NAME_UNKNOWN", "repository name not known to registry"));
        registry.failsToList(
                Kind.NOT_FOUND,
                1,
                "there is no such repository or tag, or these credentials may not see it (HTTP 404, NAME_UNKNOWN:"
                        + " repository name not known to registry). Check the spelling of the image and the rights of"
                        + " the credentials.");
    }

    @Test
    public void repositoryUnknownToAnonymous() {
        registry.credential = RegistryCredential.none();
        answers(404, "", error("NAME_UNKNOWN", "NAME_UNKNOWN"));
        registry.failsToList(
                Kind.NOT_FOUND,
                1,
                "there is no such repository or tag, or it must not be seen without credentials (HTTP 404,"
                        + " NAME_UNKNOWN). Check the spelling of the image; if it is private, name credentials in"
                        + " secretRef (command line: docker login).");
    }

    @Test
    public void notFoundWithoutAWord() {
        answers(404, "", "");
        registry.failsToList(
                Kind.NOT_FOUND,
                1,
                "there is no such repository or tag, or these credentials may not see it (HTTP 404). Check the spelling"
                        + " of the image and the rights of the credentials.");
    }

    @Test
    public void tagUnknown() {
        answers(404, "", error("MANIFEST_UNKNOWN", "manifest unknown"));
        registry.failsToList(
                Kind.NOT_FOUND,
                1,
                "there is no such tag (HTTP 404, MANIFEST_UNKNOWN: manifest unknown). It was probably deleted since the"
                        + " listing.");
    }

    @Test
    public void notFoundOnAWebSite() {
        answers(404, "Content-Type: text/html; charset=utf-8", "<html><h1>Not Found</h1></html>");
        registry.failsToList(
                Kind.NOT_A_REGISTRY,
                1,
                "SERVER is not a registry (HTTP 404 with a web page). Check the address; some products serve the"
                        + " registry on a host, port or path of its own.");
    }

    @Test
    public void rateLimitedForSevenSeconds() throws Exception {
        registry.server.answers(exchange -> {
            if (exchange.number() == 1) {
                exchange.reply(429, "Retry-After: 7", error("TOOMANYREQUESTS", "slow down"));
            } else {
                exchange.reply(200, "", page("1.0"));
            }
        });
        assertThat(registry.tags()).containsExactly("1.0");
        assertThat(registry.pauses).containsExactly(Duration.ofMillis(7500));
    }

    @Test
    public void rateLimitedUntilADate() throws Exception {
        registry.server.answers(exchange -> {
            if (exchange.number() == 1) {
                exchange.reply(429, "Retry-After: Sun, 01 Mar 2026 12:00:20 GMT", "");
            } else {
                exchange.reply(200, "", page("1.0"));
            }
        });
        assertThat(registry.tags()).containsExactly("1.0");
        assertThat(registry.pauses).containsExactly(Duration.ofMillis(20_500));
    }

    @Test
    public void rateLimitedWithoutAnEnd() {
        answers(429, "", error("TOOMANYREQUESTS", "You have reached your pull rate limit."));
        registry.failsToList(
                Kind.RATE_LIMITED,
                4,
                "too many requests (HTTP 429, TOOMANYREQUESTS: You have reached your pull rate limit.). The registry"
                        + " limits this account; ask again later.");
        assertThat(registry.pauses)
                .containsExactly(Duration.ofMillis(750), Duration.ofMillis(1500), Duration.ofSeconds(3));
    }

    @Test
    public void rateLimitedForLongerThanThereIsTime() {
        registry.credential = RegistryCredential.none();
        answers(429, "Retry-After: 21600", "");
        RegistryException failure = registry.failsToList(
                Kind.RATE_LIMITED,
                1,
                "too many requests (HTTP 429). The registry limits anonymous requests from this address; ask again"
                        + " after 2026-03-01T18:00:00Z, or name credentials in secretRef (command line: docker login) for a higher limit.");
        assertThat(failure.retryAfter()).isEqualTo(Instant.parse("2026-03-01T18:00:00Z"));
    }

    @Test
    public void retryAfterThatIsNonsense() throws Exception {
        registry.server.answers(exchange -> {
            if (exchange.number() == 1) {
                exchange.reply(503, "Retry-After: soon", "");
            } else {
                exchange.reply(200, "", page("1.0"));
            }
        });
        assertThat(registry.tags()).containsExactly("1.0");
        assertThat(registry.pauses).containsExactly(Duration.ofMillis(750));
    }

    @Test
    public void failingTwiceThenWell() throws Exception {
        registry.server.answers(exchange -> {
            if (exchange.number() <= 2) {
                exchange.reply(exchange.number() == 1 ? 500 : 502, "", "oops");
            } else {
                exchange.reply(200, "", page("1.0"));
            }
        });
        assertThat(registry.tags()).containsExactly("1.0");
        assertThat(registry.counts).isEqualTo(new RequestCounts(1, 0, 0, 0, 0, 2, 0));
        assertThat(registry.said)
                .first()
                .asString()
                .startsWith("Cannot list the tags of ")
                .endsWith("look at its log. Trying again in 1 s.");
    }

    @Test
    public void unavailableForEver() {
        answers(503, "Content-Type: text/html", "<html>Service Unavailable</html>");
        RegistryException failure = registry.failsToList(
                Kind.SERVER_ERROR,
                4,
                "SERVER failed (HTTP 503). This is a problem of the registry; try again later or look at its log.");
        assertThat(failure.status()).isEqualTo(503);
    }

    @Test
    public void notImplementedIsNotRepeated() {
        answers(501, "", "");
        registry.failsToList(
                Kind.SERVER_ERROR,
                1,
                "SERVER failed (HTTP 501). This is a problem of the registry; try again later or look at its log.");
    }

    @Test
    public void badRequest() {
        answers(400, "", error("NAME_INVALID", "invalid repository name"));
        registry.failsToList(
                Kind.INVALID_RESPONSE,
                1,
                "SERVER answered in a way that registries do not (HTTP 400, NAME_INVALID: invalid repository name)."
                        + " Check the address of the registry.");
    }

    @Test
    public void noContent() {
        registry.server.answers(exchange -> exchange.write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"));
        registry.failsToList(
                Kind.INVALID_RESPONSE,
                1,
                "SERVER answered in a way that registries do not (HTTP 204). Check the address of the registry.");
    }

    @Test
    public void proxyThatWantsALogin() {
        answers(407, "Proxy-Authenticate: Basic realm=\"proxy\"", "");
        registry.failsToList(
                Kind.PROXY,
                1,
                "the proxy wants a login (HTTP 407). Check user name and password of the proxy. For https registries"
                        + " Java sends them only if started with -Djdk.http.auth.tunneling.disabledSchemes= (empty"
                        + " value).");
    }

    @Test
    public void errorTextWithControlCharactersAndWithoutEnd() {
        answers(404, "", error("X\\u001b[31m", "a\\nb\\u202e" + "c".repeat(1000)));
        registry.failsToList(
                Kind.NOT_FOUND,
                1,
                "there is no such repository or tag, or these credentials may not see it (HTTP 404, X [31m: a b "
                        + "c".repeat(196)
                        + "…). Check the spelling of the image and the rights of the credentials.");
    }

    @Test
    public void errorThatRepeatsThePassword() {
        answers(400, "", error("BAD", "what is " + FaultyRegistry.PASSWORD + "?"));
        registry.failsToList(
                Kind.INVALID_RESPONSE,
                1,
                "SERVER answered in a way that registries do not (HTTP 400, BAD: what is ****?). Check the address of"
                        + " the registry.");
    }

    @Test
    public void errorThatRepeatsThePasswordWhereItIsCutOff() {
        answers(400, "", error("BAD", "x".repeat(190) + FaultyRegistry.PASSWORD + "y".repeat(100)));
        registry.failsToList(
                Kind.INVALID_RESPONSE,
                1,
                "SERVER answered in a way that registries do not (HTTP 400, BAD: " + "x".repeat(190)
                        + "****yyyyyy…). Check the address of the registry.");
    }

    @Test
    public void pageSizeThatIsRefused() throws Exception {
        registry.server.answers(exchange -> {
            if (exchange.request().target().contains("?n=")) {
                exchange.reply(400, "", error("PAGINATION_NUMBER_INVALID", "invalid number of results requested"));
            } else {
                exchange.reply(200, "", page("1.0"));
            }
        });
        assertThat(registry.tags()).containsExactly("1.0");
        assertThat(registry.server.requests()).hasSize(2);
    }
}
