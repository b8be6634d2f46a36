package io.jenkins.plugins.fleetimagescan.job;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import io.jenkins.plugins.fleetimagescan.engine.run.ScanResult;
import io.jenkins.plugins.fleetimagescan.report.ScanView;
import java.util.Date;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** How one scan of a job stands now. */
@ExportedBean(defaultVisibility = 999)
public final class CurrentScan {
    private final ScanView scan;
    private final boolean waiting;
    private final ScanHistory.Since since;

    /**
     * @param recorded what the last build left
     * @param newest the same, or what the trigger found out since
     */
    CurrentScan(ScanResult recorded, ScanResult newest, @CheckForNull ScanHistory.Since since) {
        this.scan = new ScanView(newest, 0, Integer.MAX_VALUE);
        this.waiting = newest.tag() != null && !newest.tag().equals(recorded.tag());
        this.since = since;
    }

    @Exported(inline = true)
    public ScanView getScan() {
        return scan;
    }

    /** The build that selected the tag, as far as builds are kept. */
    @CheckForNull
    public Run<?, ?> getSinceBuild() {
        return since == null ? null : since.build();
    }

    @CheckForNull
    @Exported
    public Date getSince() {
        return since == null || waiting ? null : Date.from(since.time());
    }

    /** Whether the trigger selected the tag and no build has written it yet. */
    @Exported
    public boolean isWaiting() {
        return waiting;
    }

    /** False when the selection may be older: no build that is left shows another one. */
    @Exported
    public boolean isSinceExact() {
        return since != null && since.exact();
    }
}
