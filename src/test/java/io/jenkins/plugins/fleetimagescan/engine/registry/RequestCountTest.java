package io.jenkins.plugins.fleetimagescan.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.testing.ScriptedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** As many requests as the work needs and not one more, however many threads ask at once. */
public class RequestCountTest {
    private static final int REPOSITORIES = 40;
    private static final int WITH_DIGEST = 15;
    private static final String TOKEN = "s3cr3t-token-for-";

    private ScriptedServer server;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();

    @Before
    public void start() throws Exception {
        server = ScriptedServer.start();
    }

    @After
    public void stop() throws Exception {
        server.close();
    }

    private void answers(boolean wantsTokens) {
        server.answers(exchange -> {
            mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            Thread.sleep(20);
            // Before the reply, since the client may go on to its next request as soon as it has this one.
            underWay.decrementAndGet();
            String target = exchange.request().target();
            if (target.startsWith("/token")) {
                String repository = target.replaceFirst(".*repository%3A([^%]*)%2F([^%]*)%3Apull.*", "$1/$2");
                exchange.reply(200, "", "{\"token\":\"" + TOKEN + repository + "\",\"expires_in\":300}");
                return;
            }
            String repository = target.split("/")[2] + "/" + target.split("/")[3];
            if (wantsTokens
                    && !("Bearer " + TOKEN + repository)
                            .equals(exchange.request().header("Authorization"))) {
                exchange.reply(
                        401,
                        "WWW-Authenticate: Bearer realm=\"" + server.base() + "/token\",service=x,scope=\"repository:"
                                + repository + ":pull\"",
                        "");
            } else if (exchange.request().method().equals("HEAD")) {
                exchange.reply(200, "Docker-Content-Digest: sha256:" + "0".repeat(64), "");
            } else {
                exchange.reply(200, "", FaultyRegistry.page("1.0"));
            }
        });
    }

    private RequestCounts asksForEverything(RegistryOptions options) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(REPOSITORIES);
        try (RegistryClient client = new RegistryClient(options)) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < REPOSITORIES; i++) {
                ImageReference image = ImageReference.parse(server.host() + "/team/app" + i);
                boolean digest = i < WITH_DIGEST;
                calls.add(threads.submit(() -> {
                    assertThat(client.tags(image, RegistryCredential.none())).containsExactly("1.0");
                    return digest ? client.digest(image, "1.0", RegistryCredential.none()) : null;
                }));
            }
            for (Future<?> call : calls) {
                call.get();
            }
            return client.counts();
        } finally {
            threads.shutdownNow();
        }
    }

    private Map<String, Integer> received() {
        Map<String, Integer> kinds = new TreeMap<>();
        server.requests()
                .forEach(request -> kinds.merge(
                        request.method() + (request.target().startsWith("/token") ? " token" : ""), 1, Integer::sum));
        return kinds;
    }

    @Test
    public void oneListingForEachRepositoryAndOneHeadForEachDigest() throws Exception {
        answers(false);
        assertThat(asksForEverything(RegistryOptions.defaults()))
                .isEqualTo(new RequestCounts(REPOSITORIES, WITH_DIGEST, 0, 0, 0, 0, 0));
        assertThat(received()).isEqualTo(Map.of("GET", REPOSITORIES, "HEAD", WITH_DIGEST));
    }

    @Test
    public void oneTokenForEachRepositoryAndOneChallengeForTheRegistry() throws Exception {
        answers(true);
        assertThat(asksForEverything(RegistryOptions.defaults()))
                .isEqualTo(new RequestCounts(REPOSITORIES, WITH_DIGEST, 0, REPOSITORIES, 1, 0, 0));
        assertThat(received())
                .isEqualTo(Map.of("GET", REPOSITORIES + 1, "GET token", REPOSITORIES, "HEAD", WITH_DIGEST));
    }

    @Test
    public void neverMoreAtOnceThanTheRegistryIsGiven() throws Exception {
        answers(false);
        asksForEverything(RegistryOptions.defaults()
                .withRegistry(RegistrySettings.of(server.host()).withConcurrency(3)));
        assertThat(mostUnderWay.get()).isEqualTo(3);
    }

    @Test
    public void neverMoreAtOnceThanThereMayBeInAll() throws Exception {
        answers(false);
        asksForEverything(RegistryOptions.defaults().withConcurrency(5));
        assertThat(mostUnderWay.get()).isEqualTo(5);
    }
}
