package io.jenkins.plugins.fleetimagescan.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.fleetimagescan.credentials.SecretBinding;
import io.jenkins.plugins.fleetimagescan.engine.manifest.Update;
import io.jenkins.plugins.fleetimagescan.engine.run.RunReport;
import io.jenkins.plugins.fleetimagescan.engine.run.RunReportJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One step of a build with the report that it left, and what a later poll of its registries needs to know. */
public final class RecordedScan {
    private static final String FOLDER = "fleet-image-scan";

    private final int number;
    private final ArrayList<SecretBinding> bindings;
    private final boolean untrusted;

    /** What lists of builds show, so that they need not read the report. */
    private int checked;

    private int updated;
    private int errors;
    private boolean dryRun;
    private transient Run<?, ?> run;

    RecordedScan(int number, List<SecretBinding> bindings, boolean untrusted) {
        this.number = number;
        this.bindings = new ArrayList<>(bindings);
        this.untrusted = untrusted;
    }

    void attach(Run<?, ?> r) {
        run = r;
    }

    /** Counted from 1 within the build. */
    public int getNumber() {
        return number;
    }

    /** The {@code registryCredentials} of the step. */
    @NonNull
    public List<SecretBinding> getBindings() {
        return List.copyOf(bindings);
    }

    /** Whether the files came from a change that the branch source does not trust. */
    public boolean isUntrusted() {
        return untrusted;
    }

    /** How many scans there were. */
    public int getChecked() {
        return checked;
    }

    /** How many of them changed a field or, in a dry run, would have done. */
    public int getUpdated() {
        return updated;
    }

    /** Failed scans, errors in files and of the write-back. */
    public int getErrors() {
        return errors;
    }

    public boolean isDryRun() {
        return dryRun;
    }

    /** @return null if the file was deleted or cannot be read */
    @CheckForNull
    public RunReport report() {
        try {
            return RunReportJson.read(file(), RunReport.class);
        } catch (IOException e) {
            return null;
        }
    }

    void write(RunReport report) throws IOException {
        checked = report.scans().size();
        updated = (int) report.updates().stream().map(Update::scan).distinct().count();
        errors = report.errors().size();
        dryRun = report.dryRun();
        Path file = file();
        Files.createDirectories(file.getParent());
        RunReportJson.write(report, file);
    }

    private Path file() {
        return run.getRootDir().toPath().resolve(FOLDER).resolve(number + ".json");
    }
}
