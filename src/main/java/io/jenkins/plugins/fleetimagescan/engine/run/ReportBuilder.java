package io.jenkins.plugins.fleetimagescan.engine.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.manifest.FileEdit;
import io.jenkins.plugins.fleetimagescan.engine.manifest.Update;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import io.jenkins.plugins.fleetimagescan.engine.registry.RequestCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Collects what a run comes to; whatever happens, what was collected until then is reported. */
final class ReportBuilder {
    private final RunListener listener;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private List<ScanResult> scans = List.of();
    private List<Update> updates = List.of();
    private List<FileDiff> diffs = List.of();
    private String commit;
    private String branch;
    private String repository;
    private boolean pushed;
    private int attempts;
    private String writeError;
    private RequestCounts requests;

    ReportBuilder(RunListener listener) {
        this.listener = listener;
    }

    void problems(Collection<Problem> found) {
        problems.addAll(found);
        found.forEach(listener::problem);
    }

    boolean hasErrors() {
        return problems.stream().anyMatch(Problem::isError);
    }

    /** A sentence for the log that is kept. */
    void note(String sentence) {
        notes.add(sentence);
        listener.info(sentence);
    }

    void scans(List<ScanResult> results, RequestCounts sent) {
        scans = results;
        requests = sent;
    }

    void edits(List<FileEdit> edits) {
        updates = edits.stream().flatMap(edit -> edit.updates().stream()).toList();
        diffs = edits.stream().map(FileDiff::of).toList();
    }

    void written(@CheckForNull String commitId, String onBranch, boolean wasPushed, int pushes) {
        commit = commitId;
        branch = onBranch;
        pushed = wasPushed;
        attempts = pushes;
    }

    void repository(@CheckForNull String url) {
        repository = url;
    }

    void writeError(String message) {
        writeError = message;
    }

    /** Nothing came of the edits. */
    void notPublished(String message) {
        edits(List.of());
        writeError(message);
    }

    RunReport build(Instant started, Duration took, boolean dryRun) {
        return new RunReport(
                started,
                took,
                dryRun,
                scans,
                updates,
                diffs,
                problems,
                commit,
                branch,
                repository,
                pushed,
                attempts,
                writeError,
                notes,
                requests);
    }
}
