package io.jenkins.plugins.fleetimagescan.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.image.Digest;
import io.jenkins.plugins.fleetimagescan.engine.policy.PolicySpec;
import io.jenkins.plugins.fleetimagescan.engine.problem.Place;
import io.jenkins.plugins.fleetimagescan.engine.run.ScanResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PollStateTest {
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    private static final Digest ONE = new Digest("sha256:" + "1".repeat(64));
    private static final Digest TWO = new Digest("sha256:" + "2".repeat(64));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    static ScanResult result(ScanResult.Status status, String tag, Digest digest, Instant checkedAt, String... before) {
        return new ScanResult(
                new ScanId("app/fleet.yaml", "app"),
                Place.of("app/fleet.yaml"),
                "redis",
                "semver >=1",
                PolicySpec.semver(">=1"),
                null,
                Duration.ofMinutes(15),
                status,
                tag,
                digest,
                List.of(before),
                "reason",
                List.of(),
                status == ScanResult.Status.FAILED ? "it failed" : null,
                checkedAt,
                Duration.ofMillis(5));
    }

    private static ScanResult selected(String tag, Instant checkedAt) {
        return result(ScanResult.Status.SELECTED, tag, null, checkedAt);
    }

    @Test
    public void comesBackFromItsFile() throws IOException {
        File job = folder.newFolder();
        PollState state = new PollState(
                NOON,
                NOON.plusSeconds(900),
                3,
                List.of(result(ScanResult.Status.SELECTED, "1.1", ONE, NOON, "1.0")),
                new PollState.Attempt(List.of("app/fleet.yaml#app redis:1.1"), NOON, 2));
        state.save(job);
        assertThat(PollState.load(job)).isEqualTo(state);
        assertThat(job.list()).containsExactly("fleet-image-scan-poll.json");
    }

    @Test
    public void startsAnewWithoutAFileOrWithABrokenOne() throws IOException {
        File job = folder.newFolder();
        assertThat(PollState.load(job)).isEqualTo(PollState.NEW);
        Files.writeString(job.toPath().resolve("fleet-image-scan-poll.json"), "{\"looked\":");
        assertThat(PollState.load(job)).isEqualTo(PollState.NEW);
    }

    @Test
    public void aPollCountsWhileItIsNewerThanTheLastRun() {
        ScanResult run = selected("1.0", NOON);
        ScanResult poll = selected("1.1", NOON.plusSeconds(60));
        PollState state = new PollState(NOON, NOON, 0, List.of(poll), null);
        assertThat(state.newest(run)).isSameAs(poll);
        ScanResult laterRun = selected("1.1", NOON.plusSeconds(120));
        assertThat(state.newest(laterRun)).isSameAs(laterRun);
    }

    @Test
    public void aChangeIsAnotherTagOrAnotherDigest() {
        ScanResult recorded = result(ScanResult.Status.SELECTED, "1.0", ONE, NOON);
        assertThat(ImageChange.between(recorded, result(ScanResult.Status.SELECTED, "1.0", ONE, NOON)))
                .isNull();
        assertThat(ImageChange.between(recorded, result(ScanResult.Status.SELECTED, "1.1", TWO, NOON)))
                .hasToString("redis 1.0 -> 1.1");
        assertThat(ImageChange.between(recorded, result(ScanResult.Status.SELECTED, "1.0", TWO, NOON)))
                .hasToString("redis:1.0 has a new digest");
        assertThat(ImageChange.between(recorded, result(ScanResult.Status.FAILED, "1.1", TWO, NOON)))
                .as("a registry that fails says nothing")
                .isNull();
        assertThat(ImageChange.between(recorded, result(ScanResult.Status.SUSPENDED, "1.1", TWO, NOON)))
                .isNull();
        ScanResult failedRun = result(ScanResult.Status.FAILED, null, null, null);
        assertThat(ImageChange.between(failedRun, selected("1.0", NOON))).hasToString("redis 1.0");
    }

    @Test
    public void whatCouldNotBeWrittenIsAChangeStill() {
        assertThat(ImageChange.unwritten(result(ScanResult.Status.SELECTED, "1.1", null, NOON, "1.0")))
                .isNotNull();
        assertThat(ImageChange.unwritten(result(ScanResult.Status.SELECTED, "1.1", null, NOON, "1.1")))
                .isNull();
    }
}
