package io.jenkins.plugins.fleetimagescan.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.fleetimagescan.engine.run.ScanResult;
import io.jenkins.plugins.fleetimagescan.engine.run.Times;
import io.jenkins.plugins.fleetimagescan.report.ImageScanAction;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** One look at a job: asks the registries where that is wanted, and decides whether a build is to be started. */
final class JobLook {
    /** How long the same failing build, or failing registry, is left alone at most, if the interval is not longer. */
    private static final Duration LONGEST_PAUSE = Duration.ofHours(6);

    private static final int MAX_DOUBLINGS = 16;

    /**
     * What came of it.
     *
     * @param state to be kept, before the build is put into the queue
     * @param cause of the build to start; null for none
     * @param lookAfterBuild whether the same is to be looked at again when a build of the job has ended
     * @param asked whether any registry was asked
     * @param earliest before this no registry needs to be asked again; null if nothing is known
     */
    record Outcome(
            PollState state,
            @CheckForNull FleetImageScanCause cause,
            boolean lookAfterBuild,
            boolean asked,
            @CheckForNull Instant earliest) {}

    private final Job<?, ?> job;
    private final FleetImageScanTrigger trigger;
    private final PollState state;
    private final boolean regular;
    private final WatchedJob.Wishes wishes;
    private final Instant now;
    private final PrintStream log;

    JobLook(
            Job<?, ?> job,
            FleetImageScanTrigger trigger,
            PollState state,
            boolean regular,
            WatchedJob.Wishes wishes,
            Instant now,
            PrintStream log) {
        this.job = job;
        this.trigger = trigger;
        this.state = state;
        this.regular = regular;
        this.wishes = wishes;
        this.now = now;
        this.log = log;
    }

    /** @param recorded what the last build that scanned anything left; null if there is none */
    Outcome look(@CheckForNull ImageScanAction recorded, RecordedPoll poll) throws InterruptedException {
        log.println(heading());
        if (!job.isBuildable()) {
            log.println(Messages.JobLook_disabled());
            return nothing(false);
        }
        if (job.isInQueue()) {
            log.println(Messages.JobLook_queued());
            return nothing(wishes.look());
        }
        if (!trigger.isPoll()
                || recorded == null
                || RecordedPoll.repositories(recorded).isEmpty()) {
            return withoutPolling();
        }
        return decide(poll.poll(job, recorded, state, regular, wishes, log));
    }

    private String heading() {
        if (wishes.askedBy() != null) {
            return Messages.JobLook_asked(Times.seconds(now), wishes.askedBy());
        }
        return wishes.repositories().isEmpty()
                ? Messages.JobLook_regular(Times.seconds(now))
                : Messages.JobLook_pushed(
                        Times.seconds(now),
                        wishes.repositories().stream().sorted().collect(Collectors.joining(", ")));
    }

    /** The interval alone decides, or that somebody told of a push. */
    private Outcome withoutPolling() {
        if (job.isBuilding()) {
            log.println(Messages.JobLook_building());
            return nothing(wishes.look());
        }
        log.println(trigger.isPoll() ? Messages.JobLook_nothingRecorded() : Messages.JobLook_noPoll());
        return new Outcome(
                new PollState(now, state.next(), 0, state.polled(), null),
                new FleetImageScanCause(List.of()),
                false,
                false,
                null);
    }

    private Outcome decide(List<RecordedPoll.Known> known) {
        PollState found = found(known);
        Instant earliest = earliest(known);
        boolean asked = known.stream().anyMatch(RecordedPoll.Known::asked);
        List<ImageChange> changes = known.stream()
                .map(RecordedPoll.Known::change)
                .filter(Objects::nonNull)
                .toList();
        if (changes.isEmpty()) {
            log.println(Messages.JobLook_nothingChanged());
            return new Outcome(found, null, false, asked, earliest);
        }
        List<String> goals = changes.stream().map(ImageChange::goal).toList();
        Run<?, ?> covering = runningFor(goals);
        if (covering != null) {
            log.println(Messages.JobLook_running(covering.getDisplayName()));
            return new Outcome(found, null, false, asked, earliest);
        }
        Run<?, ?> undecided = runningBeforeItsScan();
        if (undecided != null) {
            log.println(Messages.JobLook_waits(undecided.getDisplayName()));
            return new Outcome(found, null, true, asked, earliest);
        }
        PollState.Attempt before = state.attempt();
        boolean again = before != null && before.goals().containsAll(goals);
        if (again && wishes.askedBy() == null) {
            Instant retryAt = before.at().plus(doubled(trigger.interval(), before.count()));
            if (now.isBefore(retryAt) && !before.at().isAfter(now)) {
                log.println(Messages.JobLook_startedBefore(
                        Times.seconds(before.at()), String.valueOf(before.count()), Times.seconds(retryAt)));
                return new Outcome(found, null, false, asked, earliest);
            }
        }
        PollState.Attempt attempt = new PollState.Attempt(goals, now, again ? before.count() + 1 : 1);
        FleetImageScanCause cause = new FleetImageScanCause(changes);
        log.println(Messages.JobLook_starts(cause.getShortDescription()));
        return new Outcome(
                new PollState(now, found.next(), found.failures(), found.polled(), attempt),
                cause,
                false,
                asked,
                earliest);
    }

    private PollState found(List<RecordedPoll.Known> known) {
        List<ScanResult> polled = known.stream()
                .filter(k -> k.newest() != k.recorded())
                .map(RecordedPoll.Known::newest)
                .toList();
        boolean asked = known.stream().anyMatch(RecordedPoll.Known::asked);
        boolean failed = known.stream().anyMatch(k -> k.asked() && k.newest().failed());
        boolean answered = known.stream().anyMatch(k -> k.asked() && !k.newest().failed());
        int failures = !asked ? state.failures() : answered ? 0 : state.failures() + 1;
        // A registry that does not answer does not say that the change was made.
        boolean unsettled = failed || known.stream().anyMatch(k -> k.change() != null);
        return new PollState(now, state.next(), failures, polled, unsettled ? state.attempt() : null);
    }

    @CheckForNull
    private static Instant earliest(List<RecordedPoll.Known> known) {
        return known.stream()
                .map(RecordedPoll.Known::newest)
                .filter(result -> result.status() != ScanResult.Status.SUSPENDED)
                .map(result -> result.failed() || result.dueAt() == null ? Instant.MIN : result.dueAt())
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** A build under way that this trigger started for all of these changes. */
    @CheckForNull
    private Run<?, ?> runningFor(List<String> goals) {
        for (Run<?, ?> build = newestRunning(); build != null; build = build.getPreviousBuildInProgress()) {
            FleetImageScanCause cause = build.getCause(FleetImageScanCause.class);
            if (cause != null
                    && cause.getChanges().stream()
                            .map(ImageChange::goal)
                            .toList()
                            .containsAll(goals)) {
                return build;
            }
        }
        return null;
    }

    /** A build that began not long ago and has not come to its scan: that may find the same by itself. */
    @CheckForNull
    private Run<?, ?> runningBeforeItsScan() {
        for (Run<?, ?> build = newestRunning(); build != null; build = build.getPreviousBuildInProgress()) {
            Instant begun = Instant.ofEpochMilli(build.getStartTimeInMillis());
            if (build.getAction(ImageScanAction.class) == null && now.isBefore(begun.plus(trigger.interval()))) {
                return build;
            }
        }
        return null;
    }

    @CheckForNull
    private Run<?, ?> newestRunning() {
        Run<?, ?> last = job.getLastBuild();
        return last == null || last.isBuilding() ? last : last.getPreviousBuildInProgress();
    }

    private Outcome nothing(boolean lookAfterBuild) {
        return new Outcome(
                new PollState(now, state.next(), state.failures(), state.polled(), state.attempt()),
                null,
                lookAfterBuild,
                false,
                null);
    }

    /** How long until the next regular look: the interval, or longer while registries fail or no scan is due. */
    static Duration pause(Duration interval, Outcome outcome, Instant now) {
        Duration pause = doubled(interval, outcome.state().failures());
        Instant earliest = outcome.earliest();
        if (earliest == null || !earliest.isAfter(now)) {
            return pause;
        }
        Duration untilDue = Duration.between(now, earliest);
        // A look that came too early for all scans does not put them off by another interval.
        return !outcome.asked() || untilDue.compareTo(pause) > 0 ? untilDue : pause;
    }

    private static Duration doubled(Duration interval, int times) {
        Duration limit = interval.compareTo(LONGEST_PAUSE) > 0 ? interval : LONGEST_PAUSE;
        Duration pause = interval;
        for (int i = 0; i < Math.min(times, MAX_DOUBLINGS) && pause.compareTo(limit) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(limit) > 0 ? limit : pause;
    }
}
