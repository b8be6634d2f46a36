package io.jenkins.plugins.fleetimagescan.report;

import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.image.Digest;
import io.jenkins.plugins.fleetimagescan.engine.manifest.MarkerForm;
import io.jenkins.plugins.fleetimagescan.engine.manifest.Update;
import io.jenkins.plugins.fleetimagescan.engine.policy.Explanation;
import io.jenkins.plugins.fleetimagescan.engine.policy.PolicySpec;
import io.jenkins.plugins.fleetimagescan.engine.problem.Place;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import io.jenkins.plugins.fleetimagescan.engine.run.FileDiff;
import io.jenkins.plugins.fleetimagescan.engine.run.RunReport;
import io.jenkins.plugins.fleetimagescan.engine.run.ScanResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reports as runs leave them, made by hand: what a page does with them does not depend on how they came about. */
public final class SampleReports {
    static final String COMMIT = "9f0e1d2c3b4a59687a6b5c4d3e2f1a0b9c8d7e6f";
    static final String REPOSITORY = "https://github.com/example/fleet-shop.git";
    private static final Digest DIGEST = new Digest("sha256:" + "4c1f0b2a9d3e5f60".repeat(4));

    private SampleReports() {}

    static ScanResult scan(
            ScanId id, String image, String policy, String secret, ScanResult.Status status, String tag, String error) {
        List<Explanation.Other> others = new ArrayList<>();
        for (int i = 0; i < Explanation.OTHERS; i++) {
            others.add(new Explanation.Other("2.0.0-rc." + i, "pre-release, and no comparator of the range names one"));
        }
        return new ScanResult(
                id,
                new Place(id.fleetYaml(), 3, 3),
                image,
                policy,
                PolicySpec.semver(">=1"),
                secret,
                Duration.ofMinutes(15),
                status,
                tag,
                DIGEST,
                List.of("1.0.0"),
                "newest of 34 tags in " + policy,
                others,
                error,
                Instant.now(),
                Duration.ofMillis(120));
    }

    static Update update(ScanId id, String file, int line, String oldValue, String newValue) {
        return new Update(file, line, 16, id, MarkerForm.values()[0], oldValue, newValue);
    }

    static RunReport report(
            List<ScanResult> scans,
            List<Update> updates,
            List<FileDiff> diffs,
            List<Problem> problems,
            String writeError,
            List<String> notes) {
        return new RunReport(
                Instant.now(),
                Duration.ofSeconds(2),
                false,
                scans,
                updates,
                diffs,
                problems,
                updates.isEmpty() ? null : COMMIT,
                "main",
                REPOSITORY,
                !updates.isEmpty(),
                1,
                writeError,
                notes,
                null);
    }

    /** One image that was updated from 1.0.0. */
    public static RunReport updated(String tag) {
        ScanId id = new ScanId("shop/fleet.yaml", "shop");
        return report(
                List.of(scan(
                        id, "localhost:1/example/shop", "semver >=1", "ghcr", ScanResult.Status.SELECTED, tag, null)),
                List.of(update(id, "shop/deployment.yaml", 20, "1.0.0", tag)),
                List.of(diff("shop/deployment.yaml", "image: shop:1.0.0", "image: shop:" + tag)),
                List.of(),
                null,
                List.of());
    }

    static FileDiff diff(String file, String removed, String added) {
        return new FileDiff(
                file,
                "--- a/" + file + "\n+++ b/" + file + "\n@@ -1,3 +1,3 @@\n spec:\n-" + removed + "\n+" + added
                        + "\n rest: true\n");
    }

    /** Every text that may come from outside is this one. */
    static RunReport hostile(String text) {
        ScanId id = new ScanId(text + "/fleet.yaml", text);
        return new RunReport(
                Instant.now(),
                Duration.ofSeconds(2),
                false,
                List.of(
                        scan(id, text, text, text, ScanResult.Status.FAILED, text, text),
                        new ScanResult(
                                new ScanId(text, text + 2),
                                new Place(text, 1, 1),
                                text,
                                text,
                                PolicySpec.semver(text),
                                text,
                                Duration.ofMinutes(15),
                                ScanResult.Status.SELECTED,
                                text,
                                DIGEST,
                                List.of(text, text + 1),
                                text,
                                List.of(new Explanation.Other(text, text)),
                                null,
                                Instant.now(),
                                Duration.ofMillis(1))),
                List.of(update(new ScanId(text, text + 2), text, 1, text, text)),
                List.of(new FileDiff(
                        text, "--- a\n+++ b\n@@ -1 +1 @@ " + text + "\n-" + text + "\n+" + text + "\n " + text + "\n")),
                List.of(Problem.warning(new Place(text, 1, 1), text)),
                text,
                text,
                text,
                true,
                1,
                text,
                List.of(text),
                null);
    }

    /** 500 scans with all their reasons, and 2,000 changed lines in 250 files. */
    static RunReport large() {
        List<ScanResult> scans = new ArrayList<>();
        List<Update> updates = new ArrayList<>();
        List<FileDiff> diffs = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            ScanId id = new ScanId("clusters/production/team-" + i / 10 + "/fleet.yaml", "service-" + i);
            boolean failed = i % 25 == 0;
            scans.add(scan(
                    id,
                    "registry.example.com:5000/team-" + i / 10 + "/service-" + i,
                    "semver >=1.4 <2",
                    "registry-ci",
                    failed ? ScanResult.Status.FAILED : ScanResult.Status.SELECTED,
                    "1.5." + i,
                    failed
                            ? "listing the tags failed: the registry answered 401 UNAUTHORIZED; check the credential"
                            : null));
        }
        for (int i = 0; i < 250; i++) {
            String file = "clusters/production/team-" + i / 5 + "/service-" + i + "/deployment.yaml";
            StringBuilder text = new StringBuilder("--- a/" + file + "\n+++ b/" + file + "\n");
            for (int line = 0; line < 4; line++) {
                updates.add(update(scans.get(i * 2 + 1).id(), file, 20 + line * 30, "1.4.0", "1.5." + i));
                text.append("@@ -")
                        .append(20 + line * 30)
                        .append(",7 +")
                        .append(20 + line * 30)
                        .append(",7 @@\n");
                text.append(" spec:\n       containers:\n       - name: service\n");
                text.append(
                        "-        image: registry.example.com:5000/team/service:1.4.0 # {\"$imagescan\": \"service\"}\n");
                text.append(
                        "+        image: registry.example.com:5000/team/service:1.5.0 # {\"$imagescan\": \"service\"}\n");
                text.append("         ports:\n         - containerPort: 8080\n           name: http\n");
            }
            diffs.add(new FileDiff(file, text.toString()));
        }
        return report(scans, updates, diffs, List.of(), null, List.of());
    }
}
