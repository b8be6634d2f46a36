package io.jenkins.plugins.fleetimagescan.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.run.RunReport;
import io.jenkins.plugins.fleetimagescan.engine.run.RunReportJson;
import io.jenkins.plugins.fleetimagescan.engine.run.ScanResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What an earlier call selected, in the file of {@code --state}. */
final class RunState {
    @CheckForNull
    private final Path file;

    private final List<ScanResult> results;

    RunState(@CheckForNull Path file) throws UsageException {
        this.file = file;
        this.results = read(file);
    }

    List<ScanResult> results() {
        return results;
    }

    /** @return why nothing could be kept; null if all is well */
    @CheckForNull
    String keep(RunReport report) {
        if (file == null || report.outcome() == RunReport.Outcome.INVALID) {
            return null;
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            RunReportJson.write(report, file);
            return null;
        } catch (IOException e) {
            return "--state: " + file + " cannot be written: " + FileErrors.reason(e)
                    + "; the run itself is done, and the next one asks all registries again";
        }
    }

    private static List<ScanResult> read(@CheckForNull Path file) throws UsageException {
        if (file == null || !Files.exists(file)) {
            return List.of();
        }
        try {
            RunReport report = RunReportJson.read(file, RunReport.class);
            if (report != null) {
                return report.scans();
            }
        } catch (JsonProcessingException e) {
            // Said below: where the JSON goes wrong helps nobody.
        } catch (IOException e) {
            throw new UsageException("--state: " + file + " cannot be read: " + FileErrors.reason(e));
        }
        throw new UsageException(
                "--state: " + file + " is no state of an earlier call; remove it or name another file");
    }
}
