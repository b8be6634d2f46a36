package io.jenkins.plugins.fleetimagescan.job;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.manifest.Update;
import io.jenkins.plugins.fleetimagescan.engine.run.RunReport;
import io.jenkins.plugins.fleetimagescan.engine.run.ScanResult;
import io.jenkins.plugins.fleetimagescan.report.ImageScanAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the builds of a job tell when they are read from the newest back. */
final class ScanHistory {
    private static final int MAX_BUILDS = 200;

    /** Reports are files: those without updates are only read while they are among the newest. */
    private static final int MAX_READ = 30;

    private static final int NEWEST_READ = 5;

    /** Rows of the list of updates. */
    private static final int MAX_UPDATES = 50;

    /** Since when a scan has its selection; {@code exact} is false when it may have had it even longer. */
    record Since(Instant time, Run<?, ?> build, boolean exact) {}

    /** A field that a build changed. */
    record Made(Run<?, ?> build, RunReport report, Update update) {}

    private final Map<ScanId, ScanResult> current = new LinkedHashMap<>();
    private final Map<ScanId, Since> since = new HashMap<>();
    private final List<Made> updates = new ArrayList<>();
    private Run<?, ?> newest;

    private ScanHistory() {}

    static ScanHistory of(Job<?, ?> job) {
        ScanHistory history = new ScanHistory();
        int read = 0;
        Run<?, ?> build = job.getLastBuild();
        for (int i = 0; build != null && i < MAX_BUILDS && read < MAX_READ; i++) {
            ImageScanAction action = build.getAction(ImageScanAction.class);
            if (action != null && (read < NEWEST_READ || action.getUpdated() > 0)) {
                history.add(build, action);
                read++;
            }
            build = build.getPreviousBuild();
        }
        return history;
    }

    private void add(Run<?, ?> build, ImageScanAction action) {
        List<RunReport> reports = action.reports();
        if (newest == null
                && reports.stream().anyMatch(report -> !report.scans().isEmpty())) {
            newest = build;
            reports.forEach(report -> report.scans().forEach(scan -> current.put(scan.id(), scan)));
        }
        for (int i = reports.size() - 1; i >= 0; i--) {
            RunReport report = reports.get(i);
            report.scans().forEach(scan -> seen(build, report, scan));
            if (report.changed() && !report.dryRun()) {
                for (Update update : report.updates()) {
                    found(build, report, update);
                }
            }
        }
    }

    private void seen(Run<?, ?> build, RunReport report, ScanResult scan) {
        ScanResult now = current.get(scan.id());
        if (now == null || now.tag() == null) {
            return;
        }
        Since known = since.get(scan.id());
        if (known != null && known.exact()) {
            return;
        }
        if (now.tag().equals(scan.tag())) {
            since.put(scan.id(), new Since(report.started(), build, false));
        } else if (known != null && scan.tag() != null) {
            since.put(scan.id(), new Since(known.time(), known.build(), true));
        }
    }

    private void found(Run<?, ?> build, RunReport report, Update update) {
        if (updates.size() < MAX_UPDATES) {
            updates.add(new Made(build, report, update));
        }
        Since known = since.get(update.scan());
        // The selection came into the manifests here; older builds can say no more.
        if (known != null && known.build() == build) {
            since.put(update.scan(), new Since(known.time(), build, true));
        }
    }

    /** The scans of the newest build that had any, in their order. */
    List<ScanResult> current() {
        return List.copyOf(current.values());
    }

    @CheckForNull
    Since since(ScanId id) {
        return since.get(id);
    }

    /** Newest first. */
    List<Made> updates() {
        return List.copyOf(updates);
    }

    /** The newest build that had scans. */
    @CheckForNull
    Run<?, ?> newest() {
        return newest;
    }
}
