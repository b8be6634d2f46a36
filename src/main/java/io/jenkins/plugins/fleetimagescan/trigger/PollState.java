package io.jenkins.plugins.fleetimagescan.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.run.RunReportJson;
import io.jenkins.plugins.fleetimagescan.engine.run.ScanResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What the trigger of a job knows from one look to the next, also over a restart. It is a file beside the job's
 * config.xml, so that it follows the job when that is renamed, and saving the job's configuration leaves it alone.
 *
 * @param looked when it looked last
 * @param next when it is to look next
 * @param failures looks in a row in which every registry that was asked failed
 * @param polled what registries said since the last run, the newest of each scan
 * @param attempt the last build that was started for changes, while these are still to be made
 */
record PollState(
        @CheckForNull Instant looked,
        @CheckForNull Instant next,
        int failures,
        List<ScanResult> polled,
        @CheckForNull Attempt attempt) {
    static final PollState NEW = new PollState(null, null, 0, List.of(), null);

    private static final Logger LOGGER = Logger.getLogger(PollState.class.getName());
    private static final String FILE = "fleet-image-scan-poll.json";

    /**
     * A build that was started for changes.
     *
     * @param goals {@link ImageChange#goal()} of each
     * @param at when the build was put into the queue
     * @param count builds started for these goals so far
     */
    record Attempt(List<String> goals, Instant at, int count) {
        Attempt {
            goals = goals == null ? List.of() : List.copyOf(goals);
        }
    }

    PollState {
        polled = polled == null ? List.of() : List.copyOf(polled);
    }

    PollState withNext(Instant time) {
        return new PollState(looked, time, failures, polled, attempt);
    }

    /** What a poll found for the scan, if that is newer than the recorded result. */
    ScanResult newest(ScanResult recorded) {
        Optional<ScanResult> found = polled.stream()
                .filter(p -> p.id().equals(recorded.id())
                        && p.image().equals(recorded.image())
                        && p.spec().equals(recorded.spec())
                        && Objects.equals(p.interval(), recorded.interval()))
                .filter(p -> p.checkedAt() != null
                        && (recorded.checkedAt() == null || p.checkedAt().isAfter(recorded.checkedAt())))
                .findFirst();
        return found.orElse(recorded);
    }

    /** The state of a job that has none, or whose file cannot be read, is {@link #NEW}. */
    static PollState load(File jobFolder) {
        try {
            return RunReportJson.read(jobFolder.toPath().resolve(FILE), PollState.class);
        } catch (NoSuchFileException e) {
            return NEW;
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot read " + FILE + " in " + jobFolder + "; starting anew");
            return NEW;
        }
    }

    void save(File jobFolder) {
        Path file = jobFolder.toPath().resolve(FILE);
        try {
            RunReportJson.write(this, file);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "cannot write " + file + "; after a restart the trigger starts anew");
        }
    }
}
