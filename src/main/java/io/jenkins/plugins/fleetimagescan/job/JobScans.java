package io.jenkins.plugins.fleetimagescan.job;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Action;
import hudson.model.Api;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.fleetimagescan.engine.run.ScanResult;
import io.jenkins.plugins.fleetimagescan.report.ImageScanAction;
import io.jenkins.plugins.fleetimagescan.trigger.PollingLogAction;
import io.jenkins.plugins.fleetimagescan.trigger.ScanPolling;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
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

    /** The scans of the newest build that had any, with what the trigger found out since. */
    @NonNull
    @Exported
    public List<CurrentScan> getScans() {
        ScanHistory known = history();
        List<ScanResult> recorded = known.current();
        List<ScanResult> newest = ScanPolling.get().newest(job, recorded);
        List<CurrentScan> scans = new ArrayList<>();
        for (int i = 0; i < recorded.size(); i++) {
            scans.add(new CurrentScan(
                    recorded.get(i), newest.get(i), known.since(recorded.get(i).id())));
        }
        return scans;
    }

    /** When the trigger looks next; null where the job has none. */
    @CheckForNull
    @Exported
    public Date getNextLook() {
        Instant next = ScanPolling.get().nextLook(job);
        return next == null ? null : Date.from(next);
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

    /** Has the trigger ask all registries now; without the trigger, a build does. */
    @RequirePOST
    public HttpResponse doScanNow() {
        job.checkPermission(Item.BUILD);
        if (ScanPolling.get().scanNow(job)) {
            return HttpResponses.redirectTo("../" + PollingLogAction.URL_NAME + "/");
        }
        ParameterizedJobMixIn.scheduleBuild2(job, 0, new CauseAction(new Cause.UserIdCause()));
        return HttpResponses.redirectTo("..");
    }

    @Override
    public String getIconFileName() {
        return ImageScanAction.ICON;
    }

    @Override
    public String getDisplayName() {
        return Messages.JobScans_displayName();
    }

    @Override
    public String getUrlName() {
        return ImageScanAction.URL_NAME;
    }
}
