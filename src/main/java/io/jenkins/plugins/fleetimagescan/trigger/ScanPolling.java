package io.jenkins.plugins.fleetimagescan.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.CauseAction;
import hudson.model.Job;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.fleetimagescan.configuration.FleetImageScanConfiguration;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryOptions;
import io.jenkins.plugins.fleetimagescan.engine.run.ScanResult;
import io.jenkins.plugins.fleetimagescan.engine.run.Times;
import io.jenkins.plugins.fleetimagescan.report.ImageScanAction;
import io.jenkins.plugins.fleetimagescan.report.RecordedScans;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.ParameterizedJobMixIn;

/**
 * Looks at all jobs with the trigger: at regular times, and at once where somebody tells of a push. Everything happens
 * on a few threads of its own; whoever calls only leaves a note.
 */
@Extension
public class ScanPolling {
    private static final Logger LOGGER = Logger.getLogger(ScanPolling.class.getName());

    private static final int THREADS = 8;

    /** For looks that somebody waits for, while slow registries keep the other threads busy. */
    private static final int RESERVED = 2;

    /** A push of several tags or platforms is several notifications. */
    static final Duration SETTLE = Duration.ofSeconds(1);

    /** The next look comes anyway, so that a poll gives up sooner than a build. */
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final int ATTEMPTS = 2;

    private final Map<String, WatchedJob> jobs = new ConcurrentHashMap<>();
    private final RepositoryIndex index = new RepositoryIndex();
    private final SharedRegistryClient clients = new SharedRegistryClient();
    private volatile PollingTime time = PollingTime.SYSTEM;
    private volatile LookDelays delays = new LookDelays(time.random());
    private volatile RegistryPauses pauses = new RegistryPauses(time.random());
    private volatile PollSchedule<WatchedJob> schedule = newSchedule();

    @NonNull
    public static ScanPolling get() {
        return ExtensionList.lookupSingleton(ScanPolling.class);
    }

    private PollSchedule<WatchedJob> newSchedule() {
        return new PollSchedule<>(THREADS, RESERVED, time.nanoTime(), this::work);
    }

    /** Begins to look; to be called when all jobs are loaded. */
    void open() {
        schedule.open();
    }

    void close() {
        schedule.close();
        clients.close();
    }

    /** Starts anew by another clock; for tests, before any job has the trigger. */
    void useTime(PollingTime other) {
        schedule.close();
        time = other;
        delays = new LookDelays(other.random());
        pauses = new RegistryPauses(other.random());
        schedule = newSchedule();
        schedule.open();
    }

    PollSchedule<WatchedJob> schedule() {
        return schedule;
    }

    void started(Job<?, ?> job, FleetImageScanTrigger trigger) {
        WatchedJob watched = jobs.computeIfAbsent(job.getFullName(), name -> new WatchedJob());
        watched.started(job, trigger);
        schedule.hasten(watched, Duration.ZERO);
    }

    void stopped(Job<?, ?> job, FleetImageScanTrigger trigger) {
        WatchedJob watched = jobs.get(job.getFullName());
        if (watched != null && watched.stopped(trigger)) {
            schedule.remove(watched);
        }
    }

    void renamed(String from, String to) {
        WatchedJob watched = jobs.remove(from);
        if (watched != null) {
            jobs.put(to, watched);
        }
    }

    void deleted(String name) {
        WatchedJob watched = jobs.remove(name);
        if (watched != null) {
            schedule.remove(watched);
            index.put(watched, Set.of());
        }
    }

    /** A build ended: it may have recorded other scans, and what waited for it can be looked at. */
    void built(Job<?, ?> job) {
        WatchedJob watched = jobs.get(job.getFullName());
        if (watched != null && watched.trigger() != null) {
            watched.built();
            schedule.hasten(watched, Duration.ZERO);
        }
    }

    /** Something was pushed to these repositories: the jobs that have scans of them look soon. */
    public void pushed(Collection<ImageReference> images) {
        for (ImageReference image : images) {
            String repository = image.canonicalName();
            for (WatchedJob watched : index.jobs(repository)) {
                watched.hint(Set.of(repository));
                if (watched.trigger() != null) {
                    schedule.hasten(watched, SETTLE);
                }
            }
        }
    }

    /** {@link #scanNow(Job, String)} for the one who sent the current request. */
    public boolean scanNow(Job<?, ?> job) {
        User user = User.current();
        return scanNow(job, user == null ? Messages.PollingLogAction_anonymous() : user.getId());
    }

    /**
     * Asks all registries of the job at once, whatever the intervals.
     *
     * @param by whom the polling log names
     * @return false if the job does not have the trigger
     */
    public boolean scanNow(Job<?, ?> job, String by) {
        WatchedJob watched = jobs.get(job.getFullName());
        if (watched == null || watched.trigger() == null) {
            return false;
        }
        watched.ask(by);
        schedule.hasten(watched, Duration.ZERO);
        return true;
    }

    /** The newest that looks of the trigger found for these results of a build; they themselves where nothing is newer. */
    @NonNull
    public List<ScanResult> newest(Job<?, ?> job, List<ScanResult> recorded) {
        PollState state = PollState.load(job.getRootDir());
        return recorded.stream().map(state::newest).toList();
    }

    /** When the trigger of the job looks next; null if it has none, or none that has begun. */
    @CheckForNull
    public Instant nextLook(Job<?, ?> job) {
        WatchedJob watched = jobs.get(job.getFullName());
        return watched == null || watched.trigger() == null
                ? null
                : PollState.load(job.getRootDir()).next();
    }

    @SuppressWarnings("try") // the context works by being open
    private void work(WatchedJob watched, boolean regular) throws InterruptedException {
        FleetImageScanTrigger trigger = watched.trigger();
        if (trigger == null) {
            return;
        }
        try (ACLContext asJenkins = ACL.as2(ACL.SYSTEM2)) {
            Job<?, ?> job = watched.job();
            WatchedJob.Wishes wishes = watched.take();
            ImageScanAction recorded = RecordedScans.latest(job);
            if (wishes.started() || wishes.built()) {
                index.put(watched, RecordedPoll.repositories(recorded));
            }
            if (wishes.started()) {
                plan(watched, trigger);
            } else if (wishes.built() && !regular && trigger.isPoll()) {
                // The build asked the registries itself.
                Duration pause = delays.jittered(trigger.interval());
                schedule.schedule(watched, pause);
                keep(watched, watched.state.withNext(time.clock().instant().plus(pause)));
            }
            if (regular || wishes.look()) {
                look(watched, trigger, regular, wishes, recorded);
            }
        }
    }

    /**
     * The first regular look after a start: when it was due before, so that neither a restart nor a saved configuration
     * puts it off, but not all that are overdue at once.
     */
    private void plan(WatchedJob watched, FleetImageScanTrigger trigger) {
        Duration interval = trigger.interval();
        Instant now = time.clock().instant();
        PollState state = watched.state;
        if (state == null) {
            state = PollState.load(watched.job().getRootDir());
            watched.state = state;
        }
        Instant planned = state.next();
        if (planned == null) {
            Duration delay = delays.first(interval);
            schedule.schedule(watched, delay);
            keep(watched, state.withNext(now.plus(delay)));
        } else if (planned.isAfter(now)) {
            Duration rest = Duration.between(now, planned);
            schedule.schedule(watched, rest.compareTo(interval) < 0 ? rest : interval);
        } else {
            schedule.schedule(watched, delays.overdue(interval));
        }
    }

    private void look(
            WatchedJob watched,
            FleetImageScanTrigger trigger,
            boolean regular,
            WatchedJob.Wishes wishes,
            @CheckForNull ImageScanAction recorded)
            throws InterruptedException {
        Job<?, ?> job = watched.job();
        Duration interval = trigger.interval();
        // In case of an unexpected failure.
        if (regular) {
            schedule.schedule(watched, delays.jittered(interval));
        }
        try (PrintStream log = PollingLog.open(job.getRootDir());
                SharedRegistryClient.Lease lease = clients.lease(options())) {
            RecordedPoll poll = new RecordedPoll(pauses, lease.client(), time.clock());
            JobLook.Outcome outcome = new JobLook(
                            job,
                            trigger,
                            watched.state,
                            regular,
                            wishes,
                            time.clock().instant(),
                            log)
                    .look(recorded, poll);
            PollState state = outcome.state();
            if (regular) {
                Instant now = time.clock().instant();
                Duration pause = delays.jittered(JobLook.pause(interval, outcome, now));
                schedule.schedule(watched, pause);
                state = state.withNext(now.plus(pause));
            }
            if (state.next() != null) {
                log.println(Messages.ScanPolling_next(Times.seconds(state.next())));
            }
            keep(watched, state);
            if (outcome.lookAfterBuild()) {
                watched.hint(wishes.look() ? wishes.repositories() : watched.repositories());
            }
            if (outcome.cause() != null) {
                ParameterizedJobMixIn.scheduleBuild2(job, 0, new CauseAction(outcome.cause()));
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot write the polling log of " + job.getFullName());
        }
    }

    private static RegistryOptions options() {
        return FleetImageScanConfiguration.get()
                .registryOptions()
                .withDeadline(DEADLINE)
                .withAttempts(ATTEMPTS);
    }

    private static void keep(WatchedJob watched, PollState state) {
        watched.state = state;
        state.save(watched.job().getRootDir());
    }
}
