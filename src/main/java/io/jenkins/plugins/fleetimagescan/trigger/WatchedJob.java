package io.jenkins.plugins.fleetimagescan.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Job;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * A job with the trigger, for as long as Jenkins runs: it outlives the trigger object, which every change of the
 * configuration replaces. What is asked of it is collected here until the next look takes it.
 */
final class WatchedJob {
    /**
     * What a look is asked to do beside its regular work.
     *
     * @param repositories in which something was pushed
     * @param askedBy who wants all registries to be asked now; null if nobody
     * @param started whether the trigger was started anew
     * @param built whether a build ended, which may have recorded other scans
     */
    record Wishes(Set<String> repositories, @CheckForNull String askedBy, boolean started, boolean built) {
        boolean look() {
            return !repositories.isEmpty() || askedBy != null;
        }
    }

    private Job<?, ?> job;
    private FleetImageScanTrigger trigger;
    private Set<String> hinted = new HashSet<>();
    private String askedBy;
    private boolean started;
    private boolean built;

    /** The repositories of its scans; only replaced. */
    private Set<String> repositories = Set.of();

    /** Null until it was loaded; only the thread that looks touches it. */
    @CheckForNull
    PollState state;

    synchronized void started(Job<?, ?> job, FleetImageScanTrigger trigger) {
        this.job = job;
        this.trigger = trigger;
        this.started = true;
    }

    /** @return whether this was its trigger until now */
    synchronized boolean stopped(FleetImageScanTrigger former) {
        if (trigger != former) {
            return false;
        }
        trigger = null;
        return true;
    }

    synchronized Job<?, ?> job() {
        return job;
    }

    /** Null while the job has none. */
    @CheckForNull
    synchronized FleetImageScanTrigger trigger() {
        return trigger;
    }

    synchronized void hint(Collection<String> pushed) {
        hinted.addAll(pushed);
    }

    synchronized void ask(String by) {
        askedBy = by;
    }

    synchronized void built() {
        built = true;
    }

    synchronized Wishes take() {
        Wishes wishes = new Wishes(Set.copyOf(hinted), askedBy, started, built);
        hinted = new HashSet<>();
        askedBy = null;
        started = false;
        built = false;
        return wishes;
    }

    synchronized Set<String> repositories() {
        return repositories;
    }

    synchronized void repositories(Set<String> found) {
        repositories = Set.copyOf(found);
    }

    @Override
    public String toString() {
        return job().getFullName();
    }
}
