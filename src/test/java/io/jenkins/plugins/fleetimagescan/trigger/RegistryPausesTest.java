package io.jenkins.plugins.fleetimagescan.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryClient;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryCredential;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryOptions;
import io.jenkins.plugins.fleetimagescan.testing.DockerRegistry;
import io.jenkins.plugins.fleetimagescan.testing.ScriptedServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import org.junit.ClassRule;
import org.junit.Test;

public class RegistryPausesTest {
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    @ClassRule
    public static final DockerRegistry REGISTRY = new DockerRegistry();

    private final RegistryPauses pauses = new RegistryPauses(() -> 0);

    private static RegistryException failure(String image) {
        try (RegistryClient client =
                new RegistryClient(RegistryOptions.defaults().withAttempts(1))) {
            return assertThrows(
                    RegistryException.class, () -> client.tags(ImageReference.parse(image), RegistryCredential.none()));
        }
    }

    private static RegistryException unreachable() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            taken.close();
            return failure("127.0.0.1:" + port + "/app");
        }
    }

    @Test
    public void aRegistryThatIsDownIsLeftAloneLongerEachTime() throws Exception {
        RegistryException failure = unreachable();
        String registry = failure.registry();
        Instant now = NOON;
        for (int minutes : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            assertThat(pauses.of(registry, now)).isNull();
            pauses.failed(failure, now);
            Instant until = now.plus(Duration.ofMinutes(minutes));
            assertThat(pauses.of(registry, until.minusMillis(1)).until()).isEqualTo(until);
            now = until;
        }
        pauses.answered(registry);
        pauses.failed(failure, now);
        assertThat(pauses.of(registry, now).until()).isEqualTo(now.plus(RegistryPauses.FIRST));
    }

    @Test
    public void failuresOfQuestionsThatWereUnderWayTogetherAreOne() throws Exception {
        RegistryException failure = unreachable();
        for (int i = 0; i < 50; i++) {
            pauses.failed(failure, NOON.plusSeconds(i));
        }
        assertThat(pauses.of(failure.registry(), NOON).failures()).isEqualTo(1);
    }

    @Test
    public void aRegistryThatNamedATimeIsPausedUntilThenEvenIfAnotherQuestionWasAnsweredMeanwhile() throws Exception {
        try (ScriptedServer server = ScriptedServer.start();
                RegistryClient client = new RegistryClient(RegistryOptions.defaults())) {
            server.answers(exchange -> exchange.reply(429, "Retry-After: 3600", ""));
            ImageReference image = ImageReference.parse(server.host() + "/app");
            RegistryException told =
                    assertThrows(RegistryException.class, () -> client.tags(image, RegistryCredential.none()));
            pauses.failed(told, NOON);
            pauses.answered(server.host());
            RegistryException notAsked =
                    assertThrows(RegistryException.class, () -> client.tags(image, RegistryCredential.none()));
            pauses.failed(notAsked, NOON);
            assertThat(pauses.of(server.host(), NOON).until()).isEqualTo(told.retryAfter());
            assertThat(pauses.of(server.host(), NOON).failures()).isEqualTo(1);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    public void oneMissingRepositoryPausesNothing() {
        RegistryException failure = failure(REGISTRY.image("no/such"));
        assertThat(failure.kind()).isEqualTo(RegistryException.Kind.NOT_FOUND);
        pauses.failed(failure, NOON);
        assertThat(pauses.of(failure.registry(), NOON)).isNull();
    }
}
