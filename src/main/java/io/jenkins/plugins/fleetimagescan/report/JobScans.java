package io.jenkins.plugins.fleetimagescan.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Action;
import hudson.model.Api;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import java.util.List;
import jenkins.model.ParameterizedJobMixIn;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** The page of a job with the state of its scans and what they changed. */
@ExportedBean
public final class JobScans implements Action {
    private final Job<?, ?> job;
    private ScanHistory history;

    JobScans(Job<?, ?> job) {
        this.job = job;
    }

    public Job<?, ?> getJob() {
        return job;
    }

    public Api getApi() {
        return new Api(this);
    }

    /** Read once for each request: actions of this kind are made anew for each. */
    private synchronized ScanHistory history() {
        if (history == null) {
            history = ScanHistory.of(job);
        }
        return history;
    }

    /** The scans of the newest build that had any. */
    @NonNull
    @Exported
    public List<CurrentScan> getScans() {
        ScanHistory known = history();
        return known.current().stream()
                .map(scan -> new CurrentScan(scan, known.since(scan.id())))
                .toList();
    }

    @NonNull
    @Exported
    public List<MadeUpdate> getUpdates() {
        return history().updates().stream().map(MadeUpdate::new).toList();
    }

    /** The build that the scans are from. */
    @CheckForNull
    public Run<?, ?> getNewestBuild() {
        return history().newest();
    }

    public int getFailed() {
        return (int) history().current().stream().filter(scan -> scan.failed()).count();
    }

    public boolean isScanNowAllowed() {
        return job.hasPermission(Item.BUILD) && job instanceof ParameterizedJobMixIn.ParameterizedJob;
    }

    /** Starts a build: it asks the registries that are due. */
    @RequirePOST
    public HttpResponse doScanNow() {
        job.checkPermission(Item.BUILD);
        ParameterizedJobMixIn.scheduleBuild2(job, 0, new CauseAction(new Cause.UserIdCause()));
        return HttpResponses.redirectTo("..");
    }

    @Override
    public String getIconFileName() {
        return ImageScanAction.ICON;
    }

    @Override
    public String getDisplayName() {
        return Messages.ImageScanAction_displayName();
    }

    @Override
    public String getUrlName() {
        return ImageScanAction.URL_NAME;
    }
}
