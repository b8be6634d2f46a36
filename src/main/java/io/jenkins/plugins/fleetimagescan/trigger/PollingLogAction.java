package io.jenkins.plugins.fleetimagescan.trigger;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.Job;
import hudson.security.Permission;
import java.io.IOException;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** The page of a job that shows the last look of its trigger, and lets people ask for one now. */
public final class PollingLogAction implements Action {
    public static final String URL_NAME = "fleet-image-scan-polling";

    private final Job<?, ?> job;

    PollingLogAction(Job<?, ?> job) {
        this.job = job;
    }

    @NonNull
    public Job<?, ?> getJob() {
        return job;
    }

    /** What is needed to ask for a look: as much as to start a build. */
    @NonNull
    public Permission getBuildPermission() {
        return Item.BUILD;
    }

    /** Plain text; empty before the first look. */
    @NonNull
    public String getLog() throws IOException {
        return PollingLog.read(job.getRootDir());
    }

    /** Asks all registries of the job at once, whatever the intervals, and goes back to the log. */
    @RequirePOST
    public HttpResponse doScanNow() {
        job.checkPermission(Item.BUILD);
        ScanPolling.get().scanNow(job);
        return HttpResponses.redirectTo(".");
    }

    @Override
    public String getIconFileName() {
        return "symbol-logs";
    }

    @Override
    public String getDisplayName() {
        return Messages.PollingLogAction_displayName();
    }

    @Override
    public String getUrlName() {
        return URL_NAME;
    }
}
