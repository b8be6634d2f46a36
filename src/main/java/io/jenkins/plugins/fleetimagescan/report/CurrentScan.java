package io.jenkins.plugins.fleetimagescan.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import io.jenkins.plugins.fleetimagescan.engine.run.ScanResult;
import java.util.Date;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** How one scan of a job stands now. */
@ExportedBean
public final class CurrentScan {
    private final ScanView scan;
    private final ScanHistory.Since since;

    CurrentScan(ScanResult result, @CheckForNull ScanHistory.Since since) {
        this.scan = new ScanView(result, 0, Integer.MAX_VALUE);
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
        return since == null ? null : Date.from(since.time());
    }

    /** False when the selection may be older: no build that is left shows another one. */
    @Exported
    public boolean isSinceExact() {
        return since != null && since.exact();
    }
}
