package io.jenkins.plugins.fleetimagescan.engine.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.manifest.Update;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import io.jenkins.plugins.fleetimagescan.engine.registry.RequestCounts;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything there is to say about one run. The command line prints it, Jenkins keeps it with the build, the next run
 * takes the recorded selections from it.
 *
 * @param scans by fleet.yaml and place
 * @param updates by file, line and column: made, or in a dry run to be made
 * @param diffs of the same, by file
 * @param problems of fleet.yaml files and markers; errors among them mean that nothing was done
 * @param commit full id of the commit that holds the updates; null if there is none
 * @param branch the branch pushed to or, without a push, committed on
 * @param pushed whether the remote has the commit
 * @param attempts pushes tried
 * @param writeError why the updates could not be written, committed or pushed; null if they could
 * @param notes sentences about the write-back, such as why nothing was pushed
 */
public record RunReport(
        Instant started,
        Duration took,
        boolean dryRun,
        List<ScanResult> scans,
        List<Update> updates,
        List<FileDiff> diffs,
        List<Problem> problems,
        @CheckForNull String commit,
        @CheckForNull String branch,
        @CheckForNull String repository,
        boolean pushed,
        int attempts,
        @CheckForNull String writeError,
        List<String> notes,
        @CheckForNull RequestCounts requests)
        implements Serializable {
    /** What a caller has to tell its user in one word. */
    public enum Outcome {
        DONE,
        /** Some scan failed; the others were done. */
        SCAN_FAILED,
        /** Bad configuration: nothing was done. */
        INVALID,
        /** The updates could not be written, committed or pushed. */
        WRITE_FAILED
    }

    public RunReport {
        scans = List.copyOf(scans);
        updates = List.copyOf(updates);
        diffs = List.copyOf(diffs);
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    /** Whether anything was changed, be it not everything that should have been; in a dry run: would be. */
    public boolean changed() {
        return !updates.isEmpty();
    }

    public Outcome outcome() {
        if (problems.stream().anyMatch(Problem::isError)) {
            return Outcome.INVALID;
        }
        if (writeError != null) {
            return Outcome.WRITE_FAILED;
        }
        return scans.stream().anyMatch(ScanResult::failed) ? Outcome.SCAN_FAILED : Outcome.DONE;
    }

    /** Every error of the run, one sentence each, with its place. */
    public List<String> errors() {
        List<String> errors = new ArrayList<>();
        problems.stream().filter(Problem::isError).map(Problem::toString).forEach(errors::add);
        scans.stream()
                .filter(ScanResult::failed)
                .map(s -> Problem.error(s.place(), s.id().tagName() + ": " + s.error())
                        .toString())
                .forEach(errors::add);
        if (writeError != null) {
            errors.add(writeError);
        }
        return errors;
    }

    public String diff() {
        StringBuilder text = new StringBuilder();
        diffs.forEach(d -> text.append(d.text()));
        return text.toString();
    }

    /**
     * The result of the pipeline step and of {@code --output json}: {@code changed}, {@code commit}, {@code branch},
     * {@code updates} (each {@code file}, {@code line}, {@code tagName}, {@code oldValue}, {@code newValue}) and
     * {@code errors}. Only maps, lists, strings, numbers and booleans, all serializable.
     */
    public Map<String, Object> summary() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("changed", changed());
        summary.put("commit", commit);
        summary.put("branch", branch);
        List<Map<String, Object>> list = new ArrayList<>();
        for (Update update : updates) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("file", update.file());
            entry.put("line", update.line());
            entry.put("tagName", update.scan().tagName());
            entry.put("oldValue", update.oldValue());
            entry.put("newValue", update.newValue());
            list.add(entry);
        }
        summary.put("updates", list);
        summary.put("errors", errors());
        return summary;
    }
}
