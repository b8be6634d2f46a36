package io.jenkins.plugins.fleetimagescan.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.FreeStyleProject;
import hudson.model.queue.QueueTaskFuture;
import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.policy.PolicySpec;
import io.jenkins.plugins.fleetimagescan.engine.problem.Place;
import io.jenkins.plugins.fleetimagescan.engine.run.RunReport;
import io.jenkins.plugins.fleetimagescan.engine.run.ScanResult;
import io.jenkins.plugins.fleetimagescan.report.ImageScanAction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestBuilder;

/**
 * The benchmark of the trigger, not run with the tests: 2,000 jobs that look every minute, each at a repository
 * of its own in a registry that takes 20 ms, and 5,000 notifications a minute over HTTP, half of them for repositories that no job has.
 * {@code mvn -Pjenkins test -Dtest=TriggerLoad}
 */
public class TriggerLoad {
    private static final int JOBS = 2_000;
    private static final int POSTS = 5_000;
    private static final int SENDERS = 8;
    private static final Duration MEASURED = Duration.ofMinutes(2);
    private static final Duration LATENCY = Duration.ofMillis(20);

    @Rule
    public final JenkinsRule j = new JenkinsRule();

    {
        j.timeout = 0;
    }

    private final AtomicInteger listings = new AtomicInteger();
    private final AtomicInteger together = new AtomicInteger();
    private final AtomicInteger mostTogether = new AtomicInteger();

    /** Leaves what a scan would, without one. */
    public static final class Recorder extends TestBuilder {
        private final transient ScanResult result;

        Recorder(ScanResult result) {
            this.result = result;
        }

        @Override
        public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                throws IOException {
            RunReport report = new RunReport(
                    Instant.now(),
                    Duration.ZERO,
                    false,
                    List.of(result),
                    List.of(),
                    List.of(),
                    List.of(),
                    null,
                    null,
                    null,
                    false,
                    0,
                    null,
                    List.of(),
                    null);
            ImageScanAction.record(build, report, List.of(), false);
            return true;
        }
    }

    @Test
    public void dueTimesAreKeptUnderLoad() throws Exception {
        HttpServer registry = registry();
        String host = "127.0.0.1:" + registry.getAddress().getPort();
        List<FreeStyleProject> jobs = jobs(host);
        System.gc();
        long heapBefore = heap();
        for (FreeStyleProject job : jobs) {
            FleetImageScanTrigger trigger = new FleetImageScanTrigger();
            trigger.setInterval("1m");
            job.addTrigger(trigger);
            trigger.start(job, true);
        }
        Thread.sleep(Duration.ofSeconds(70).toMillis()); // all have looked once
        System.gc();
        System.out.printf(
                "%d jobs; heap of the triggers: %.1f kB a job%n", JOBS, (heap() - heapBefore) / 1024.0 / JOBS);
        int before = listings.get();
        List<Double> answers = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger refused = new AtomicInteger();
        int mostThreads = post(host, answers, refused);
        Duration late = ScanPolling.get().schedule().longestDelay();
        answers.sort(null);
        System.out.printf(
                "%d posts in %d s: answered in %.1f ms (median), %.1f ms (99 %%), %.1f ms (worst); %d refused%n",
                answers.size(),
                MEASURED.toSeconds(),
                answers.get(answers.size() / 2),
                answers.get(answers.size() * 99 / 100),
                answers.get(answers.size() - 1),
                refused.get());
        System.out.printf(
                "%d listings, at most %d at a time; polling threads: at most %d; regular looks begun at most %d ms late%n",
                listings.get() - before, mostTogether.get(), mostThreads, late.toMillis());
        System.gc();
        System.out.printf("heap after the load: %.1f MiB more than before%n", (heap() - heapBefore) / 1048576.0);
        registry.stop(0);
        assertThat(refused).hasValue(0);
        assertThat(late).isLessThan(Duration.ofSeconds(5));
        assertThat(mostThreads).isLessThanOrEqualTo(8 + 8 * 4);
        assertThat(jobs).allMatch(job -> job.getLastBuild().getNumber() == 1);
    }

    private HttpServer registry() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        server.setExecutor(Executors.newCachedThreadPool());
        byte[] tags = "{\"name\":\"x\",\"tags\":[\"1.0.0\",\"1.1.0\",\"1.2.0\"]}".getBytes(StandardCharsets.UTF_8);
        server.createContext("/v2/", exchange -> {
            mostTogether.accumulateAndGet(together.incrementAndGet(), Math::max);
            try {
                Thread.sleep(LATENCY.toMillis());
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (exchange.getRequestURI().getPath().endsWith("/tags/list")) {
                listings.incrementAndGet();
            }
            together.decrementAndGet();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, tags.length);
            exchange.getResponseBody().write(tags);
            exchange.close();
        });
        server.start();
        return server;
    }

    private List<FreeStyleProject> jobs(String host) throws Exception {
        j.jenkins.setNumExecutors(16);
        List<FreeStyleProject> jobs = new ArrayList<>();
        List<QueueTaskFuture<?>> builds = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
            FreeStyleProject job = j.createFreeStyleProject("job" + i);
            job.getBuildersList().add(new Recorder(result(host + "/team/app" + i)));
            builds.add(job.scheduleBuild2(0));
            jobs.add(job);
        }
        for (QueueTaskFuture<?> build : builds) {
            build.get();
        }
        return jobs;
    }

    private static ScanResult result(String image) {
        return new ScanResult(
                new ScanId("fleet.yaml", "app"),
                Place.of("fleet.yaml"),
                image,
                "semver >=1",
                PolicySpec.semver(">=1"),
                null,
                Duration.ofSeconds(30),
                ScanResult.Status.SELECTED,
                "1.2.0",
                null,
                List.of("1.2.0"),
                "reason",
                List.of(),
                null,
                Instant.now(),
                Duration.ofMillis(1));
    }

    /** @return the most threads of the polling that were seen */
    private int post(String host, List<Double> answers, AtomicInteger refused) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        URI uri = URI.create(j.getURL() + "fleet-image-scan-webhook/");
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        long end = System.nanoTime() + MEASURED.toNanos();
        long pause = Duration.ofMinutes(1).toNanos() * SENDERS / POSTS;
        List<Future<?>> running = new ArrayList<>();
        for (int s = 0; s < SENDERS; s++) {
            Random random = new Random(s);
            running.add(senders.submit(() -> {
                for (long next = System.nanoTime(); next < end; next += pause) {
                    Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
                    String body = "{\"image\":\"" + host + "/team/app" + random.nextInt(2 * JOBS) + "\"}";
                    long start = System.nanoTime();
                    HttpResponse<Void> answer = http.send(
                            HttpRequest.newBuilder(uri)
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding());
                    answers.add((System.nanoTime() - start) / 1e6);
                    if (answer.statusCode() != 202) {
                        refused.incrementAndGet();
                    }
                }
                return null;
            }));
        }
        int most = 0;
        while (System.nanoTime() < end) {
            Thread.sleep(200);
            most = Math.max(most, (int) Thread.getAllStackTraces().keySet().stream()
                    .filter(t -> t.getName().startsWith("fleet-image-scan"))
                    .count());
        }
        for (Future<?> sender : running) {
            sender.get();
        }
        senders.shutdown();
        return most;
    }

    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
