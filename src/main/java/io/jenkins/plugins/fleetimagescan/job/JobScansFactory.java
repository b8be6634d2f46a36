package io.jenkins.plugins.fleetimagescan.job;

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
    /** Asked for often, and for every job of a view: no more builds are loaded than a view loads anyway. */
    private static final int MAX_BUILDS = 5;

    @Override
    public Class<Job> type() {
        return Job.class;
    }

    @NonNull
    @Override
    public Collection<JobScans> createFor(@NonNull Job target) {
        Job<?, ?> job = target;
        return ParameterizedJobMixIn.getTrigger(job, FleetImageScanTrigger.class) != null || scanned(job)
                ? List.of(new JobScans(job))
                : List.of();
    }

    private static boolean scanned(Job<?, ?> job) {
        Run<?, ?> build = job.getLastBuild();
        for (int i = 0; build != null && i < MAX_BUILDS; i++) {
            if (build.getAction(ImageScanAction.class) != null) {
                return true;
            }
            build = build.getPreviousBuild();
        }
        return false;
    }
}
