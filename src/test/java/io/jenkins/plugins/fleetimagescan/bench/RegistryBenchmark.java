package io.jenkins.plugins.fleetimagescan.bench;

import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryClient;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryCredential;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryOptions;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistrySettings;
import io.jenkins.plugins.fleetimagescan.testing.ScriptedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How close listing comes to what the latency of a registry allows, and what a long listing costs. Arguments:
 * repositories, milliseconds of latency, concurrency (100, 100 and 16 where they are absent).
 */
public final class RegistryBenchmark {
    private static final int TAGS = 100_000;
    private static final int TAGS_IN_A_PAGE = 1000;

    private RegistryBenchmark() {}

    public static void main(String[] args) throws Exception {
        int repositories = args.length > 0 ? Integer.parseInt(args[0]) : 100;
        int latency = args.length > 1 ? Integer.parseInt(args[1]) : 100;
        int concurrency = args.length > 2 ? Integer.parseInt(args[2]) : 16;
        try (ScriptedServer server = ScriptedServer.start()) {
            manyRepositories(server, repositories, latency, concurrency);
            longListing(server);
        }
    }

    private static void manyRepositories(ScriptedServer server, int repositories, int latency, int concurrency)
            throws Exception {
        server.answers(exchange -> {
            Thread.sleep(latency);
            exchange.reply(200, "", "{\"tags\":[\"1.0\",\"1.1\"]}");
        });
        RegistryOptions options = RegistryOptions.defaults()
                .withConcurrency(concurrency)
                .withRegistry(RegistrySettings.of(server.host()).withConcurrency(concurrency));
        ExecutorService threads = Executors.newFixedThreadPool(concurrency);
        try (RegistryClient client = new RegistryClient(options)) {
            // Start-up: classes, threads, TLS and the first contact with the registry.
            client.tags(ImageReference.parse(server.host() + "/warm/up"), RegistryCredential.none());
            long start = System.nanoTime();
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < repositories; i++) {
                ImageReference image = ImageReference.parse(server.host() + "/team/app" + i);
                calls.add(threads.submit(() -> client.tags(image, RegistryCredential.none())));
            }
            for (Future<?> call : calls) {
                call.get();
            }
            double took = (System.nanoTime() - start) / 1e6;
            double ideal = Math.ceil((double) repositories / concurrency) * latency;
            System.out.printf(
                    "%d repositories, %d ms latency, %d at once: %.0f ms, ideal %.0f ms, ratio %.3f (limit 1.25)%n",
                    repositories, latency, concurrency, took, ideal, took / ideal);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void longListing(ScriptedServer server) throws Exception {
        String onePage = page(0, TAGS);
        for (int round = 0; round < 3; round++) {
            server.answers(exchange -> exchange.reply(200, "", onePage));
            time(server, "in one page of " + onePage.length() / 1024 + " KiB");
            server.answers(exchange -> {
                String target = exchange.request().target();
                int first = target.contains("last=") ? Integer.parseInt(target.replaceFirst(".*last=", "")) : 0;
                int next = first + TAGS_IN_A_PAGE;
                exchange.reply(
                        200, next < TAGS ? "Link: <?last=" + next + ">; rel=next" : "", page(first, TAGS_IN_A_PAGE));
            });
            time(server, "in " + TAGS / TAGS_IN_A_PAGE + " pages");
        }
    }

    private static String page(int first, int count) {
        StringBuilder json = new StringBuilder("{\"name\":\"team/app\",\"tags\":[");
        for (int i = first; i < first + count; i++) {
            json.append(i == first ? "" : ",").append("\"1.0.").append(i).append("-build\"");
        }
        return json.append("]}").toString();
    }

    private static void time(ScriptedServer server, String how) throws Exception {
        try (RegistryClient client = new RegistryClient(RegistryOptions.defaults())) {
            ImageReference image = ImageReference.parse(server.host() + "/team/app");
            long start = System.nanoTime();
            List<String> tags = client.tags(image, RegistryCredential.none());
            System.out.printf("%d tags %s: %.0f ms%n", tags.size(), how, (System.nanoTime() - start) / 1e6);
        }
    }
}
