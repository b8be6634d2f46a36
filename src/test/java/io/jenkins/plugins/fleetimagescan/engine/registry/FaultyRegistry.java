package io.jenkins.plugins.fleetimagescan.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.fleetimagescan.engine.image.Digest;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException.Kind;
import io.jenkins.plugins.fleetimagescan.testing.ScriptedServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.rules.ExternalResource;

/**
 * A registry that misbehaves as a test says, a stranger's host beside it, and a client whose waiting takes no time.
 * After each test nothing that was said or sent elsewhere may hold a secret.
 */
final class FaultyRegistry extends ExternalResource {
    static final String PASSWORD = "s3cr3t-password";
    static final String TOKEN = "s3cr3t-token";
    static final RegistryCredential ROBOT = RegistryCredential.basic("robot", PASSWORD);

    /** The base64 of every secret here begins or goes on with one of these. */
    private static final List<String> SECRETS =
            List.of("s3cr3t", ROBOT.basicHeader().substring("Basic ".length()));

    final Instant now = Instant.parse("2026-03-01T12:00:00Z");
    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    final List<String> said = new CopyOnWriteArrayList<>();
    ScriptedServer server;
    ScriptedServer stranger;
    RegistryOptions options = RegistryOptions.defaults().withDeadline(Duration.ofMinutes(2));
    RegistryCredential credential = ROBOT;
    RequestCounts counts;
    private final AtomicLong slept = new AtomicLong();

    @Override
    protected void before() throws Throwable {
        server = ScriptedServer.start();
        stranger = ScriptedServer.start();
    }

    @Override
    protected void after() {
        try {
            server.close();
            stranger.close();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertThat(said).noneMatch(text -> SECRETS.stream().anyMatch(text::contains));
        assertThat(stranger.requests()).noneMatch(request -> SECRETS.stream().anyMatch(request.toString()::contains));
    }

    private final Timing timing = new Timing() {
        @Override
        public Instant now() {
            return now.plusNanos(slept.get());
        }

        @Override
        public long nanoTime() {
            return System.nanoTime() + slept.get();
        }

        @Override
        public void sleep(Duration duration) {
            pauses.add(duration);
            slept.addAndGet(duration.toNanos());
        }

        @Override
        public double random() {
            return 0.5;
        }
    };

    RegistryClient client() {
        return new RegistryClient(options, said::add, timing);
    }

    ImageReference image() throws Exception {
        return ImageReference.parse(server.host() + "/team/app");
    }

    List<String> tags() throws Exception {
        return call(client -> client.tags(image(), credential));
    }

    Digest digest() throws Exception {
        return call(client -> client.digest(image(), "1.0", credential));
    }

    private interface Question<T> {
        T ask(RegistryClient client) throws Exception;
    }

    private <T> T call(Question<T> question) throws Exception {
        try (RegistryClient client = client()) {
            try {
                return question.ask(client);
            } finally {
                counts = client.counts();
            }
        }
    }

    /** That listing fails in this way after so many requests; {@code SERVER} in the reason stands for the address
     * and {@code …} for words of Java, which differ between its versions. */
    RegistryException failsToList(Kind kind, int requests, String reason) {
        return fails("Cannot list the tags of " + server.host() + "/team/app: ", this::tags, kind, requests, reason);
    }

    RegistryException failsToDigest(Kind kind, int requests, String reason) {
        return fails(
                "Cannot get the digest of " + server.host() + "/team/app:1.0: ", this::digest, kind, requests, reason);
    }

    private RegistryException fails(String action, Callable<?> call, Kind kind, int requests, String reason) {
        RegistryException failure = catchThrowableOfType(RegistryException.class, call::call);
        assertThat(failure).as("a failure").isNotNull();
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        said.add(trace.toString());
        String expected = action + reason.replace("SERVER", server.base()).replace("STRANGER", stranger.base());
        assertThat(failure.getMessage()).matches(Pattern.quote(expected).replace("…", "\\E.*\\Q"));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.registry()).isEqualTo(server.host());
        assertThat(failure.repository()).isEqualTo("team/app");
        assertThat(server.requests()).hasSize(requests);
        return failure;
    }

    /** Asks for a token of this server with the usual parameters. */
    String bearer() {
        return "WWW-Authenticate: Bearer realm=\"" + server.base()
                + "/token\",service=\"registry\",scope=\"repository:team/app:pull\"";
    }

    static String page(String... tags) {
        List<String> quoted = new ArrayList<>();
        for (String tag : tags) {
            quoted.add("\"" + tag + "\"");
        }
        return "{\"name\":\"team/app\",\"tags\":[" + String.join(",", quoted) + "]}";
    }
}
