package io.jenkins.plugins.fleetimagescan.job;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import io.jenkins.plugins.fleetimagescan.report.UpdateView;
import java.util.Date;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** An update in the history of a job. */
@ExportedBean(defaultVisibility = 999)
public final class MadeUpdate {
    private final ScanHistory.Made made;

    MadeUpdate(ScanHistory.Made made) {
        this.made = made;
    }

    public Run<?, ?> getBuild() {
        return made.build();
    }

    @Exported
    public int getBuildNumber() {
        return made.build().getNumber();
    }

    @Exported
    public Date getTime() {
        return Date.from(made.report().started());
    }

    @Exported
    public UpdateView getUpdate() {
        return new UpdateView(made.update());
    }

    @CheckForNull
    @Exported
    public String getCommit() {
        return made.report().commit();
    }
}
