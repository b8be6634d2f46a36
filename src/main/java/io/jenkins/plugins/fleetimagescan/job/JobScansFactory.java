package io.jenkins.plugins.fleetimagescan.job;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.fleetimagescan.report.ImageScanAction;
import io.jenkins.plugins.fleetimagescan.trigger.FleetImageScanTrigger;
import java.util.Collection;
import java.util.List;
import jenkins.model.ParameterizedJobMixIn;
import jenkins.model.TransientActionFactory;

/** Gives the page to the jobs that scan: those with the trigger, and those one of whose last builds did. */
@Extension
@SuppressWarnings("rawtypes")
public final class JobScansFactory extends TransientActionFactory<Job> {
    @Override
    public Class<Job> type() {
        return Job.class;
    }

    @NonNull
    @Override
    public Collection<JobScans> createFor(@NonNull Job target) {
        Job<?, ?> job = target;
        // Asked for often, and for every job of a view: no more builds are loaded than a view loads anyway.
        return ParameterizedJobMixIn.getTrigger(job, FleetImageScanTrigger.class) != null
                        || scanned(job.getLastBuild())
                        || scanned(job.getLastCompletedBuild())
                        || scanned(job.getLastSuccessfulBuild())
                ? List.of(new JobScans(job))
                : List.of();
    }

    private static boolean scanned(@CheckForNull Run<?, ?> build) {
        return build != null && build.getAction(ImageScanAction.class) != null;
    }
}
