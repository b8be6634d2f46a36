package io.jenkins.plugins.fleetimagescan.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.run.RunReport;
import io.jenkins.plugins.fleetimagescan.engine.run.RunReportJson;
import io.jenkins.plugins.fleetimagescan.engine.run.ScanResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
        if (file == null || report.outcome() == RunReport.Outcome.INVALID) {
            return;
        }
        Path whole = file.toAbsolutePath();
        Path folder = Files.createDirectories(whole.getParent());
        Path temporary = Files.createTempFile(folder, ".fleet-image-scan-", ".tmp");
        try {
            try (OutputStream out = Files.newOutputStream(temporary)) {
                RunReportJson.write(report, out);
            }
            Files.move(temporary, whole, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static List<ScanResult> read(@CheckForNull Path file) throws UsageException {
        if (file == null || !Files.exists(file)) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return RunReportJson.read(in).scans();
        } catch (IOException e) {
            throw new UsageException("--state: " + file + " is no state of an earlier call (" + e.getMessage()
                    + "); remove it or name another file");
        }
    }
}
