package io.jenkins.plugins.fleetimagescan.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Api;
import hudson.model.Run;
import io.jenkins.plugins.fleetimagescan.credentials.SecretBinding;
import io.jenkins.plugins.fleetimagescan.engine.run.RunReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import jenkins.model.RunAction2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * What the scans of a build left behind, one {@link RecordedScan} for each step that ran. Reports are files of the
 * build: its build.xml only says which there are.
 */
@ExportedBean
public class ImageScanAction implements RunAction2 {
    public static final String URL_NAME = "fleet-image-scan";
    public static final String ICON = "symbol-cube";

    /** Reports on the build's own page: a build with more of them, in parallel stages say, leads to the others. */
    private static final int MAX_SUMMARIZED = 5;

    private final List<RecordedScan> scans = new ArrayList<>();
    private transient Run<?, ?> run;

    /** Keeps the report with the build; steps of parallel branches may do so at the same time. */
    public static RecordedScan record(Run<?, ?> run, RunReport report, List<SecretBinding> bindings, boolean untrusted)
            throws IOException {
        RecordedScan recorded;
        synchronized (run) {
            ImageScanAction action = run.getAction(ImageScanAction.class);
            if (action == null) {
                action = new ImageScanAction();
                run.addAction(action);
            }
            recorded = action.add(report, bindings, untrusted);
        }
        run.save();
        return recorded;
    }

    private RecordedScan add(RunReport report, List<SecretBinding> bindings, boolean untrusted) throws IOException {
        synchronized (scans) {
            RecordedScan recorded = new RecordedScan(scans.size() + 1, bindings, untrusted);
            recorded.attach(run);
            recorded.write(report);
            scans.add(recorded);
            return recorded;
        }
    }

    /** In the order in which they ended. */
    @NonNull
    public List<RecordedScan> getScans() {
        synchronized (scans) {
            return List.copyOf(scans);
        }
    }

    public Run<?, ?> getRun() {
        return run;
    }

    public Api getApi() {
        return new Api(this);
    }

    /** The reports as pages and the remote API show them, without those whose files are gone. */
    @NonNull
    @Exported(name = "runs")
    public List<ReportView> getViews() {
        return views(Integer.MAX_VALUE);
    }

    /** The first of them, for the build's own page. */
    @NonNull
    public List<ReportView> getSummarized() {
        return views(MAX_SUMMARIZED);
    }

    public int getNotSummarized() {
        return Math.max(0, getScans().size() - MAX_SUMMARIZED);
    }

    /** How many reports cannot be read. */
    public int getUnreadable() {
        return getScans().size() - getViews().size();
    }

    private List<ReportView> views(int most) {
        List<ReportView> views = new ArrayList<>();
        for (RecordedScan scan : getScans().stream().limit(most).toList()) {
            RunReport report = scan.report();
            if (report != null) {
                views.add(new ReportView(run, scan.getNumber(), report));
            }
        }
        return views;
    }

    /** The page of one report: its number is the last part of the URL. */
    @CheckForNull
    public ReportView getDynamic(String token) {
        for (RecordedScan scan : getScans()) {
            if (String.valueOf(scan.getNumber()).equals(token)) {
                RunReport report = scan.report();
                return report == null ? null : new ReportView(run, scan.getNumber(), report);
            }
        }
        return null;
    }

    /** Those that can be read. */
    @NonNull
    public List<RunReport> reports() {
        return getScans().stream()
                .map(RecordedScan::report)
                .filter(Objects::nonNull)
                .toList();
    }

    /** How many scans changed something. */
    public int getUpdated() {
        return getScans().stream().mapToInt(RecordedScan::getUpdated).sum();
    }

    /** All runs in one sentence, told without reading their reports. */
    public String getHeadline() {
        List<RecordedScan> all = getScans();
        return ReportView.headline(
                all.stream().mapToInt(RecordedScan::getChecked).sum(),
                getUpdated(),
                all.stream().mapToInt(RecordedScan::getErrors).sum(),
                !all.isEmpty() && all.stream().allMatch(RecordedScan::isDryRun));
    }

    @Override
    public void onAttached(Run<?, ?> r) {
        attach(r);
    }

    @Override
    public void onLoad(Run<?, ?> r) {
        attach(r);
    }

    private void attach(Run<?, ?> r) {
        run = r;
        getScans().forEach(scan -> scan.attach(r));
    }

    @Override
    public String getIconFileName() {
        return ICON;
    }

    @Override
    public String getDisplayName() {
        return Messages.ImageScanAction_displayName();
    }

    @Override
    public String getUrlName() {
        return URL_NAME;
    }
}
