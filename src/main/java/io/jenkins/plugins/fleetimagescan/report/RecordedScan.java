package io.jenkins.plugins.fleetimagescan.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.fleetimagescan.credentials.SecretBinding;
import io.jenkins.plugins.fleetimagescan.engine.run.RunReport;
import io.jenkins.plugins.fleetimagescan.engine.run.RunReportJson;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** One step of a build with the report that it left, and what a later poll of its registries needs to know. */
public final class RecordedScan {
    private static final String FOLDER = "fleet-image-scan";

    private final int number;
    private final ArrayList<SecretBinding> bindings;
    private final boolean untrusted;
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

    /** @return null if the file was deleted or cannot be read */
    @CheckForNull
    public RunReport report() {
        try (InputStream in = Files.newInputStream(file())) {
            return RunReportJson.read(in);
        } catch (IOException e) {
            return null;
        }
    }

    /** Written whole or not at all: a build that is stopped meanwhile must not leave half a report. */
    void write(RunReport report) throws IOException {
        Path file = file();
        Path folder = Files.createDirectories(file.getParent());
        Path temporary = Files.createTempFile(folder, "report", ".tmp");
        try {
            try (OutputStream out = Files.newOutputStream(temporary)) {
                RunReportJson.write(report, out);
            }
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private Path file() {
        File build = run.getRootDir();
        return build.toPath().resolve(FOLDER).resolve(number + ".json");
    }
}
