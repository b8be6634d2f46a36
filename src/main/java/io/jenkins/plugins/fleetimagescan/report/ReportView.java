package io.jenkins.plugins.fleetimagescan.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Api;
import hudson.model.Run;
import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.manifest.Update;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import io.jenkins.plugins.fleetimagescan.engine.run.FileDiff;
import io.jenkins.plugins.fleetimagescan.engine.run.RunReport;
import io.jenkins.plugins.fleetimagescan.engine.run.ScanResult;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.verb.GET;

/**
 * The report of one step as its page shows it and the remote API tells it. The API has everything; a page leaves out
 * what would make it slow to open, and says so.
 */
@ExportedBean(defaultVisibility = 999)
public final class ReportView {
    /** Rows of scans on a page. */
    static final int MAX_SCANS = 1000;

    /** Characters of diffs on a page; the rest is behind the link to the whole diff. */
    static final int MAX_DIFF = 400_000;

    /** Up to so many scans are shown with all that is known about the other tags, and more with the best of these. */
    private static final int DETAILED_SCANS = 100;

    private static final int FEW_OTHERS = 1;

    /** Lines of a summary. */
    private static final int SUMMARY_LINES = 5;

    private final Run<?, ?> run;
    private final int number;
    private final RunReport report;
    private final Map<ScanId, Long> updates;

    ReportView(Run<?, ?> run, int number, RunReport report) {
        this.run = run;
        this.number = number;
        this.report = report;
        this.updates = report.updates().stream().collect(Collectors.groupingBy(Update::scan, Collectors.counting()));
    }

    public Run<?, ?> getRun() {
        return run;
    }

    public Api getApi() {
        return new Api(this);
    }

    /** Counted from 1 within the build; also the last part of the URL. */
    @Exported
    public int getNumber() {
        return number;
    }

    @Exported
    public Date getStarted() {
        return Date.from(report.started());
    }

    @Exported
    public long getDurationMillis() {
        return report.took().toMillis();
    }

    public String getDuration() {
        return ScanView.duration(report.took());
    }

    @Exported
    public boolean isDryRun() {
        return report.dryRun();
    }

    @Exported
    public boolean isChanged() {
        return report.changed();
    }

    /** {@code DONE}, {@code SCAN_FAILED}, {@code INVALID} or {@code WRITE_FAILED}. */
    @Exported
    public String getOutcome() {
        return report.outcome().name();
    }

    @CheckForNull
    @Exported
    public String getCommit() {
        return report.commit();
    }

    @CheckForNull
    public String getShortCommit() {
        String commit = report.commit();
        return commit == null ? null : commit.substring(0, Math.min(commit.length(), 10));
    }

    /** The commit in the browser of the repository; null where none is known. */
    @CheckForNull
    @Exported
    public String getCommitUrl() {
        return report.commit() == null || !report.pushed()
                ? null
                : CommitBrowser.link(run.getParent(), report.repository(), report.commit());
    }

    @CheckForNull
    @Exported
    public String getBranch() {
        return report.branch();
    }

    @Exported
    public boolean isPushed() {
        return report.pushed();
    }

    @Exported
    public int getAttempts() {
        return report.attempts();
    }

    @CheckForNull
    @Exported
    public String getWriteError() {
        return report.writeError();
    }

    @Exported
    public List<String> getNotes() {
        return report.notes();
    }

    @Exported
    public List<String> getErrors() {
        return report.errors();
    }

    /** How many scans there are. */
    @Exported
    public int getChecked() {
        return report.scans().size();
    }

    /** How many of the scans changed a field. */
    @Exported
    public int getUpdated() {
        return updates.size();
    }

    @Exported
    public int getFailed() {
        return (int) report.scans().stream().filter(ScanResult::failed).count();
    }

    public String getHeadline() {
        return headline(getChecked(), getUpdated(), report.errors().size(), report.dryRun());
    }

    static String headline(int checked, int updated, int errors, boolean dryRun) {
        String done =
                dryRun ? Messages.ReportView_dryRun(checked, updated) : Messages.ReportView_done(checked, updated);
        return errors == 0 ? done : Messages.ReportView_errors(done, errors);
    }

    @NonNull
    @Exported(name = "scans")
    public List<ScanView> getAllScans() {
        return views(Integer.MAX_VALUE);
    }

    /** Failed ones first, then changed ones; at most {@value #MAX_SCANS}. */
    @NonNull
    public List<ScanView> getScans() {
        return views(report.scans().size() > DETAILED_SCANS ? FEW_OTHERS : Integer.MAX_VALUE).stream()
                .sorted(ScanView.URGENT_FIRST)
                .limit(MAX_SCANS)
                .toList();
    }

    private List<ScanView> views(int others) {
        return report.scans().stream()
                .map(scan ->
                        new ScanView(scan, updates.getOrDefault(scan.id(), 0L).intValue(), others))
                .toList();
    }

    public int getHiddenScans() {
        return Math.max(0, report.scans().size() - MAX_SCANS);
    }

    @NonNull
    @Exported(name = "updates")
    public List<UpdateView> getUpdates() {
        return report.updates().stream().map(UpdateView::new).toList();
    }

    public int getFields() {
        return report.updates().size();
    }

    public int getFiles() {
        return report.diffs().size();
    }

    @NonNull
    @Exported
    public List<ProblemView> getProblems() {
        return report.problems().stream().map(ProblemView::new).toList();
    }

    public boolean isInvalid() {
        return report.problems().stream().anyMatch(Problem::isError);
    }

    @NonNull
    @Exported
    public List<DiffView> getDiffs() {
        List<DiffView> views = new ArrayList<>();
        int length = 0;
        for (FileDiff diff : report.diffs()) {
            length += diff.text().length();
            views.add(new DiffView(diff, length <= MAX_DIFF));
        }
        return views;
    }

    /** The first few updates and how many there are beyond: for the build's own page. */
    @NonNull
    public List<UpdateView> getFirstUpdates() {
        return first(report.updates(), UpdateView::new);
    }

    public int getMoreUpdates() {
        return Math.max(0, report.updates().size() - SUMMARY_LINES);
    }

    @NonNull
    public List<String> getFirstErrors() {
        return first(report.errors(), Function.identity());
    }

    public int getMoreErrors() {
        return Math.max(0, report.errors().size() - SUMMARY_LINES);
    }

    private static <A, B> List<B> first(List<A> list, Function<A, B> view) {
        return list.stream().limit(SUMMARY_LINES).map(view).toList();
    }

    /** The whole diff as text, for {@code git apply} and for those too large for the page. */
    @GET
    public HttpResponse doDiff() {
        return HttpResponses.text(report.diff());
    }
}
