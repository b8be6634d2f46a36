package io.jenkins.plugins.fleetimagescan.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.policy.PolicySpec;
import io.jenkins.plugins.fleetimagescan.engine.run.RunReport;
import io.jenkins.plugins.fleetimagescan.engine.run.ScanResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What earlier builds of a job found out. */
public final class RecordedScans {
    /** Builds without any scan, such as ones that failed in the checkout, are passed over up to this number. */
    private static final int MAX_BUILDS = 50;

    /**
     * How many builds with scans are read. Every report repeats what it did not ask anew, so one would do if all steps
     * of a job ran in each build.
     */
    private static final int MAX_REPORTED = 10;

    private record Key(ScanId id, String image, PolicySpec policy) {}

    private RecordedScans() {}

    /** The newest build's scans, or null if none of the last builds scanned anything. */
    @CheckForNull
    public static ImageScanAction latest(Job<?, ?> job) {
        Run<?, ?> build = job.getLastBuild();
        for (int i = 0; build != null && i < MAX_BUILDS; i++) {
            ImageScanAction action = build.getAction(ImageScanAction.class);
            if (action != null) {
                return action;
            }
            build = build.getPreviousBuild();
        }
        return null;
    }

    /** The newest result of each scan, of steps of this build that are done already and of earlier builds. */
    @NonNull
    public static List<ScanResult> known(Run<?, ?> run) {
        Map<Key, ScanResult> newest = new LinkedHashMap<>();
        Run<?, ?> build = run;
        int reported = 0;
        for (int i = 0; build != null && i < MAX_BUILDS && reported < MAX_REPORTED; i++) {
            ImageScanAction action = build.getAction(ImageScanAction.class);
            if (action != null) {
                collect(action, newest);
                reported++;
            }
            build = build.getPreviousBuild();
        }
        return List.copyOf(newest.values());
    }

    private static void collect(ImageScanAction action, Map<Key, ScanResult> newest) {
        List<RecordedScan> scans = action.getScans();
        for (int i = scans.size() - 1; i >= 0; i--) {
            RunReport report = scans.get(i).report();
            if (report != null) {
                report.scans()
                        .forEach(result ->
                                newest.putIfAbsent(new Key(result.id(), result.image(), result.spec()), result));
            }
        }
    }
}
