package io.jenkins.plugins.fleetimagescan.engine.registry;

import static io.jenkins.plugins.fleetimagescan.engine.registry.FaultyRegistry.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException.Kind;
import io.jenkins.plugins.fleetimagescan.testing.ScriptedServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** When a registry wants to be left alone, it is: by all calls of the client, for as long as it said. */
public class PauseTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final HandClock clock = new HandClock(NOON);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ScriptedServer server;
    private ScriptedServer other;
    private RegistryClient client;

    @Before
    public void start() throws Exception {
        server = ScriptedServer.start();
        other = ScriptedServer.start();
        client = new RegistryClient(RegistryOptions.defaults(), line -> {}, clock);
        other.answers(exchange -> exchange.reply(200, "", page("2.0")));
    }

    @After
    public void stop() throws Exception {
        client.close();
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        server.close();
        other.close();
    }

    /** Once only; all other answers are good. The registry was met before: no call waits for a first answer. */
    private void answersOnce(int status, String headers) throws Exception {
        server.answers(exchange -> exchange.reply(200, "", page("0.9")));
        tags(server);
        server.requests().clear();
        server.answers(exchange -> {
            if (exchange.number() == 1) {
                exchange.reply(status, headers, "");
            } else if (exchange.request().method().equals("HEAD")) {
                exchange.reply(200, "Docker-Content-Digest: sha256:" + "0".repeat(64), "");
            } else {
                exchange.reply(200, "", page("1.0"));
            }
        });
    }

    private List<String> tags(ScriptedServer of) throws Exception {
        return client.tags(ImageReference.parse(of.host() + "/team/app"), RegistryCredential.none());
    }

    private RegistryException failsToList() {
        RegistryException failure = catchThrowableOfType(RegistryException.class, () -> tags(server));
        assertThat(failure).as("a failure").isNotNull();
        return failure;
    }

    private void holdsForAll(Duration least, Duration spread) throws Exception {
        clock.chances(0, 0.25, 0.75);
        Future<List<String>> told = threads.submit(() -> tags(server));
        clock.awaitSleepers(1);
        Future<List<String>> second = threads.submit(() -> tags(server));
        Future<?> third = threads.submit(
                () -> client.digest(ImageReference.parse(server.host() + "/a/b"), "1.0", RegistryCredential.none()));
        clock.awaitSleepers(3);
        assertThat(server.requests()).hasSize(1);

        clock.pass(least.minusNanos(1));
        clock.awaitSleepers(3);
        assertThat(server.requests()).hasSize(1);

        clock.pass(Duration.ofNanos(1));
        assertThat(told.get()).containsExactly("1.0");
        clock.awaitSleepers(2);
        assertThat(server.requests()).hasSize(2);

        clock.pass(spread.dividedBy(2));
        clock.awaitSleepers(1);
        clock.pass(spread);
        assertThat(second.get()).containsExactly("1.0");
        third.get();
        assertThat(server.requests()).hasSize(4);
    }

    @Test
    public void whatOneCallIsToldHoldsForAllAndTheyReturnOneByOne() throws Exception {
        answersOnce(429, "Retry-After: 20");
        holdsForAll(Duration.ofSeconds(20), Duration.ofSeconds(1));
    }

    @Test
    public void anUnavailableRegistryMayNameATimeAsWell() throws Exception {
        answersOnce(503, "Retry-After: Sun, 01 Mar 2026 12:01:00 GMT");
        holdsForAll(Duration.ofMinutes(1), Duration.ofSeconds(1));
    }

    @Test
    public void tooManyRequestsWithoutATimePauseForTheUsualBackoff() throws Exception {
        answersOnce(429, "");
        holdsForAll(Duration.ofMillis(500), Duration.ofMillis(500));
    }

    @Test
    public void aFailureWithoutATimeIsOfOneCallOnly() throws Exception {
        answersOnce(503, "");
        threads.submit(() -> tags(server));
        clock.awaitSleepers(1);
        assertThat(tags(server)).containsExactly("1.0");
    }

    @Test
    public void beyondTheDeadlineEveryCallFailsAtOnceWithoutAsking() throws Exception {
        answersOnce(429, "Retry-After: 21600");
        assertThat(failsToList().getMessage()).contains("ask again after 2026-03-01T18:00:00Z");
        for (int i = 0; i < 3; i++) {
            RegistryException failure = failsToList();
            assertThat(failure)
                    .hasMessage("Cannot list the tags of " + server.host() + "/team/app: " + server.base()
                            + " takes no requests for now: it answered an earlier one with HTTP 429. This one was not"
                            + " sent; ask again after 2026-03-01T18:00:00Z.");
            assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
            assertThat(failure.status()).isEqualTo(429);
            assertThat(failure.retryAfter()).isEqualTo(Instant.parse("2026-03-01T18:00:00Z"));
        }
        assertThat(server.requests()).hasSize(1);
        assertThat(client.counts().total()).isEqualTo(2);
        assertThat(tags(other)).as("another registry").containsExactly("2.0");

        clock.pass(Duration.ofHours(6));
        assertThat(tags(server)).containsExactly("1.0");
    }

    @Test
    public void whoWaitsInVainFailsWithoutAsking() throws Exception {
        answersOnce(200, "");
        server.answers(exchange -> exchange.reply(429, "Retry-After: " + (exchange.number() == 1 ? 20 : 600), ""));
        clock.chances(0, 0.5);
        Future<List<String>> told = threads.submit(() -> tags(server));
        clock.awaitSleepers(1);
        Future<RegistryException> waiting = threads.submit(this::failsToList);
        clock.awaitSleepers(2);
        clock.pass(Duration.ofSeconds(20));
        assertThat(catchThrowableOfType(java.util.concurrent.ExecutionException.class, told::get))
                .hasCauseInstanceOf(RegistryException.class);
        clock.pass(Duration.ofSeconds(1));
        assertThat(waiting.get().retryAfter()).isEqualTo(NOON.plusSeconds(620));
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    public void noServerSilencesTheClientForYears() throws Exception {
        answersOnce(429, "Retry-After: 999999999999");
        failsToList();
        clock.pass(Duration.ofHours(24).minusSeconds(121));
        failsToList();
        assertThat(server.requests()).hasSize(1);
        clock.pass(Duration.ofSeconds(121));
        assertThat(tags(server)).containsExactly("1.0");
    }

    @Test
    public void aMirrorIsPassedOverUntilItsOwnTime() throws Exception {
        answersOnce(429, "Retry-After: 20");
        RegistryOptions mirrored = RegistryOptions.defaults()
                .withRegistry(RegistrySettings.of(other.host()).withMirror(server.host()));
        client = new RegistryClient(mirrored, line -> {}, clock);
        assertThat(tags(other)).containsExactly("2.0");
        assertThat(tags(other)).containsExactly("2.0");
        assertThat(server.requests()).as("requests to the mirror").hasSize(1);
        clock.pass(Duration.ofSeconds(20));
        assertThat(tags(other)).as("of the mirror").containsExactly("1.0");
        assertThat(other.requests()).hasSize(2);
    }

    @Test
    public void aTokenServerOfItsOwnIsPausedOnItsOwn() throws Exception {
        server.answers(exchange -> {
            if (exchange.request().target().contains("/open/")) {
                exchange.reply(200, "", page("1.0"));
            } else {
                exchange.reply(401, "WWW-Authenticate: Bearer realm=\"" + other.base() + "/token\"", "");
            }
        });
        other.answers(exchange -> exchange.reply(429, "Retry-After: 3600", ""));
        assertThat(failsToList().kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(failsToList().getMessage()).contains(other.base() + " takes no requests for now");
        assertThat(other.requests()).hasSize(1);
    }
}
