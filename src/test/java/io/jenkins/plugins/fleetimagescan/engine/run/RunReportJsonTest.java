package io.jenkins.plugins.fleetimagescan.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.image.Digest;
import io.jenkins.plugins.fleetimagescan.engine.manifest.MarkerForm;
import io.jenkins.plugins.fleetimagescan.engine.manifest.Update;
import io.jenkins.plugins.fleetimagescan.engine.policy.Explanation;
import io.jenkins.plugins.fleetimagescan.engine.policy.PolicySpec;
import io.jenkins.plugins.fleetimagescan.engine.problem.Place;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import io.jenkins.plugins.fleetimagescan.engine.registry.RequestCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class RunReportJsonTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static final ScanId SCAN = new ScanId("app/fleet.yaml", "redis");

    static RunReport full() {
        ScanResult selected = new ScanResult(
                SCAN,
                new Place("app/fleet.yaml", 3, 3),
                "redis",
                "semver >=7",
                PolicySpec.semver(">=7"),
                "hub",
                Duration.ofMinutes(5),
                ScanResult.Status.SELECTED,
                "7.2.1",
                new Digest("sha256:" + "ab".repeat(32)),
                List.of("7.0.5"),
                "newest of 34",
                List.of(new Explanation.Other("8.0.0-rc.1", "pre-release")),
                null,
                Instant.parse("2026-01-02T03:04:05.006Z"),
                Duration.ofMillis(120));
        return new RunReport(
                Instant.parse("2026-01-02T03:04:05Z"),
                Duration.ofSeconds(2),
                false,
                List.of(selected),
                List.of(new Update("app/d.yaml", 7, 16, SCAN, MarkerForm.FULL, "redis:7.0.5", "redis:7.2.1")),
                List.of(new FileDiff("app/d.yaml", "--- a/app/d.yaml\n+++ b/app/d.yaml\n")),
                List.of(Problem.warning(new Place("x.yaml", 1, 2), "\"quoted\" – ünïcode")),
                "0123456789012345678901234567890123456789",
                "main",
                "https://git.example.com/r.git",
                true,
                2,
                null,
                List.of("pushed"),
                new RequestCounts(1, 1, 0, 1, 1, 0, 0));
    }

    @Test
    public void whatIsWrittenIsReadBackEqual() throws IOException {
        RunReport report = full();
        Path file = folder.getRoot().toPath().resolve("1.json");
        RunReportJson.write(report, file);
        assertThat(RunReportJson.read(file, RunReport.class)).isEqualTo(report);
        assertThat(Files.readString(file)).contains("\"2026-01-02T03:04:05.006Z\"", "\"PT5M\"");
    }

    @Test
    public void fieldsOfLaterVersionsAreNoError() throws IOException {
        Path file = folder.getRoot().toPath().resolve("1.json");
        RunReportJson.write(full(), file);
        Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"fromTheFuture\":{\"x\":[1]},"));
        assertThat(RunReportJson.read(file, RunReport.class)).isEqualTo(full());
    }

    @Test
    public void whatCannotBeWritten_leavesTheFileAsItWas() throws IOException {
        Path file = folder.getRoot().toPath().resolve("1.json");
        RunReportJson.write(full(), file);
        assertThatThrownBy(() -> RunReportJson.write(new Unwritable("begun", new Object()), file))
                .isInstanceOf(IOException.class);
        assertThat(RunReportJson.read(file, RunReport.class)).isEqualTo(full());
        assertThat(folder.getRoot().list()).containsExactly("1.json");
    }

    private record Unwritable(String first, Object second) {}

    @Test
    public void theSummaryHasTheFieldsOfTheStep() {
        assertThat(RunReportJson.summary(full().summary()))
                .isEqualToIgnoringWhitespace(
                        """
                        {"changed": true, "commit": "0123456789012345678901234567890123456789", "branch": "main",
                         "updates": [{"file": "app/d.yaml", "line": 7, "tagName": "redis",
                           "oldValue": "redis:7.0.5", "newValue": "redis:7.2.1"}],
                         "errors": []}
                        """);
    }
}
