package io.jenkins.plugins.fleetimagescan.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.Job;
import hudson.triggers.Trigger;
import hudson.triggers.TriggerDescriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.fleetimagescan.engine.fleet.GoDuration;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import jenkins.model.ParameterizedJobMixIn;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * Starts builds when there is something to do. It has no cron table, so that Jenkins' timer never runs it:
 * {@link ScanPolling} does, on threads of its own.
 */
public class FleetImageScanTrigger extends Trigger<Job<?, ?>> {
    static final String DEFAULT_INTERVAL = "15m";

    /** Shorter ones would only load the registry: it is told of pushes by the webhook. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final Duration SHORT = Duration.ofMinutes(1);

    /** Null for the default. */
    private String interval;

    /** Not {@code poll}: absent from stored configurations means that registries are polled. */
    private boolean withoutPoll;

    @DataBoundConstructor
    public FleetImageScanTrigger() {}

    @NonNull
    public String getInterval() {
        return interval == null ? DEFAULT_INTERVAL : interval;
    }

    /** @throws IllegalArgumentException naming what is accepted */
    @DataBoundSetter
    public void setInterval(@CheckForNull String interval) {
        String trimmed = Util.fixEmptyAndTrim(interval);
        if (trimmed != null && parse(trimmed) == null) {
            throw new IllegalArgumentException(Messages.FleetImageScanTrigger_interval(trimmed));
        }
        this.interval = DEFAULT_INTERVAL.equals(trimmed) ? null : trimmed;
    }

    public boolean isPoll() {
        return !withoutPoll;
    }

    @DataBoundSetter
    public void setPoll(boolean poll) {
        this.withoutPoll = !poll;
    }

    Duration interval() {
        Duration parsed = parse(getInterval());
        return parsed == null ? parse(DEFAULT_INTERVAL) : parsed;
    }

    @CheckForNull
    private static Duration parse(String text) {
        return GoDuration.parse(text).filter(d -> d.compareTo(SHORTEST) >= 0).orElse(null);
    }

    @Override
    public void start(Job<?, ?> project, boolean newInstance) {
        super.start(project, newInstance);
        ScanPolling.get().started(project, this);
    }

    @Override
    public void stop() {
        if (job != null) {
            ScanPolling.get().stopped(job, this);
        }
        super.stop();
    }

    @Override
    public Collection<? extends Action> getProjectActions() {
        return job == null ? List.of() : List.of(new PollingLogAction(job));
    }

    /**
     * In a Jenkinsfile the name of a step hides every symbol that is spelled like it, so that the trigger needs one of its
     * own there. It comes first, since generated snippets take the first.
     */
    @Extension
    @Symbol({"fleetImageScanTrigger", "fleetImageScan"})
    public static class DescriptorImpl extends TriggerDescriptor {
        @Override
        public boolean isApplicable(Item item) {
            return item instanceof ParameterizedJobMixIn.ParameterizedJob;
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.FleetImageScanTrigger_displayName();
        }

        @POST
        public FormValidation doCheckInterval(@QueryParameter String value) {
            String trimmed = Util.fixEmptyAndTrim(value);
            Duration parsed = trimmed == null ? null : parse(trimmed);
            if (trimmed != null && parsed == null) {
                return FormValidation.error(Messages.FleetImageScanTrigger_interval(trimmed));
            }
            return parsed != null && parsed.compareTo(SHORT) < 0
                    ? FormValidation.warning(Messages.FleetImageScanTrigger_short())
                    : FormValidation.ok();
        }
    }
}
