package io.jenkins.plugins.fleetimagescan.cli;

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

    void keep(RunReport report) throws IOException {
        if (file != null && report.outcome() != RunReport.Outcome.INVALID) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            RunReportJson.write(report, file);
        }
    }

    private static List<ScanResult> read(@CheckForNull Path file) throws UsageException {
        if (file == null || !Files.exists(file)) {
            return List.of();
        }
        try {
            return RunReportJson.read(file, RunReport.class).scans();
        } catch (IOException e) {
            throw new UsageException("--state: " + file + " is no state of an earlier call (" + e.getMessage()
                    + "); remove it or name another file");
        }
    }
}
