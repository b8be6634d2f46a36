package io.jenkins.plugins.fleetimagescan.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.fleetimagescan.credentials.SecretBinding;
import io.jenkins.plugins.fleetimagescan.engine.run.RunReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.RunAction2;

/**
 * What the scans of a build left behind, one {@link RecordedScan} for each step that ran. Reports are files of the
 * build: its build.xml only says which there are.
 */
public class ImageScanAction implements RunAction2 {
    static final String URL_NAME = "fleet-image-scan";

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

    @CheckForNull
    @Override
    public String getIconFileName() {
        return null;
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
