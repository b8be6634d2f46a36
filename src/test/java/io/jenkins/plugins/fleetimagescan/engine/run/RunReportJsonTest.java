package io.jenkins.plugins.fleetimagescan.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.image.Digest;
import io.jenkins.plugins.fleetimagescan.engine.manifest.MarkerForm;
import io.jenkins.plugins.fleetimagescan.engine.manifest.Update;
import io.jenkins.plugins.fleetimagescan.engine.policy.Explanation;
import io.jenkins.plugins.fleetimagescan.engine.policy.PolicySpec;
import io.jenkins.plugins.fleetimagescan.engine.problem.Place;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import io.jenkins.plugins.fleetimagescan.engine.registry.RequestCounts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.Test;

public class RunReportJsonTest {
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
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RunReportJson.write(report, out);
        assertThat(RunReportJson.read(new ByteArrayInputStream(out.toByteArray())))
                .isEqualTo(report);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"2026-01-02T03:04:05.006Z\"", "\"PT5M\"");
    }

    @Test
    public void fieldsOfLaterVersionsAreNoError() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RunReportJson.write(full(), out);
        String later = out.toString(StandardCharsets.UTF_8).replaceFirst("\\{", "{\"fromTheFuture\":{\"x\":[1]},");
        assertThat(RunReportJson.read(new ByteArrayInputStream(later.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(full());
    }

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
