package io.jenkins.plugins.fleetimagescan.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Job;
import io.jenkins.plugins.fleetimagescan.configuration.FleetImageScanConfiguration;
import io.jenkins.plugins.fleetimagescan.credentials.CredentialLookup;
import io.jenkins.plugins.fleetimagescan.credentials.Masks;
import io.jenkins.plugins.fleetimagescan.credentials.RegistrySecrets;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.image.InvalidImageException;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryClient;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException;
import io.jenkins.plugins.fleetimagescan.engine.run.RegistryPoll;
import io.jenkins.plugins.fleetimagescan.engine.run.ReportText;
import io.jenkins.plugins.fleetimagescan.engine.run.RunListener;
import io.jenkins.plugins.fleetimagescan.engine.run.RunReport;
import io.jenkins.plugins.fleetimagescan.engine.run.ScanResult;
import io.jenkins.plugins.fleetimagescan.engine.run.Times;
import io.jenkins.plugins.fleetimagescan.report.ImageScanAction;
import io.jenkins.plugins.fleetimagescan.report.RecordedScan;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Asks the registries about the scans that the last build of a job recorded, as that job and under its rules. */
final class RecordedPoll {
    /** Listings under way at once for one job; the client has limits for all jobs together. */
    private static final int CONCURRENCY = 4;

    /**
     * One scan.
     *
     * @param recorded what the last build left
     * @param newest what is known now: from this look, from an earlier one, or still the recorded result
     * @param unwritten whether the last build could not write its updates to Git
     * @param asked whether the registry was asked in this look
     */
    record Known(ScanResult recorded, ScanResult newest, boolean unwritten, boolean asked) {
        @CheckForNull
        ImageChange change() {
            ImageChange change = ImageChange.between(recorded, newest);
            return change == null && unwritten ? ImageChange.unwritten(recorded) : change;
        }
    }

    private final RegistryPauses pauses;
    private final RegistryClient client;
    private final Clock clock;

    RecordedPoll(RegistryPauses pauses, RegistryClient client, Clock clock) {
        this.pauses = pauses;
        this.client = client;
        this.clock = clock;
    }

    /** The repositories of all scans, in their canonical spelling. */
    static Set<String> repositories(@CheckForNull ImageScanAction action) {
        Set<String> repositories = new HashSet<>();
        if (action != null) {
            for (RecordedScan scan : action.getScans()) {
                RunReport report = scan.report();
                if (report != null) {
                    report.scans()
                            .forEach(result -> repositories.add(image(result).canonicalName()));
                }
            }
        }
        return repositories;
    }

    /**
     * @param regular whether all scans that are due are asked about, or only those that are wished for
     * @param log gets a line for each scan that was looked at
     */
    List<Known> poll(
            Job<?, ?> job,
            ImageScanAction action,
            PollState state,
            boolean regular,
            WatchedJob.Wishes wishes,
            PrintStream log)
            throws InterruptedException {
        List<Known> known = new ArrayList<>();
        for (RecordedScan scan : action.getScans()) {
            RunReport report = scan.report();
            if (report != null) {
                boolean unwritten = report.writeError() != null;
                known.addAll(new OneRecord(job, scan, state, log).poll(report.scans(), unwritten, regular, wishes));
            }
        }
        return known;
    }

    /** What one step of the build recorded: its scans share the credentials that the step named. */
    private final class OneRecord {
        private final PollState state;
        private final PrintStream log;
        private final Masks masks = new Masks();
        private final RegistryPoll registries;

        OneRecord(Job<?, ?> job, RecordedScan scan, PollState state, PrintStream log) {
            this.state = state;
            this.log = log;
            RegistrySecrets secrets = new RegistrySecrets(
                    CredentialLookup.of(job),
                    scan.getBindings(),
                    FleetImageScanConfiguration.get(),
                    scan.isUntrusted(),
                    masks);
            registries = new RegistryPoll(client, (id, image, secret) -> secrets.resolve(image, secret), clock);
        }

        List<Known> poll(List<ScanResult> recorded, boolean unwritten, boolean regular, WatchedJob.Wishes wishes)
                throws InterruptedException {
            List<ScanResult> wished = new ArrayList<>();
            List<ScanResult> due = new ArrayList<>();
            for (ScanResult result : recorded) {
                if (wishes.askedBy() != null
                        || wishes.repositories().contains(image(result).canonicalName())) {
                    wished.add(result);
                } else if (regular && !isPaused(result)) {
                    due.add(result);
                }
            }
            List<ScanResult> polled = new ArrayList<>(ask(wished, true));
            polled.addAll(ask(due, false));
            wished.addAll(due);
            List<Known> known = new ArrayList<>();
            for (ScanResult result : recorded) {
                int i = wished.indexOf(result);
                known.add(
                        i >= 0
                                ? new Known(result, polled.get(i), unwritten, wasAsked(polled.get(i)))
                                : new Known(result, state.newest(result), unwritten, false));
            }
            return known;
        }

        private List<ScanResult> ask(List<ScanResult> recorded, boolean force) throws InterruptedException {
            if (recorded.isEmpty()) {
                return List.of();
            }
            List<ScanResult> newest = recorded.stream().map(state::newest).toList();
            return registries.poll(newest, force, CONCURRENCY, new Listener(log, masks));
        }

        private boolean isPaused(ScanResult result) {
            RegistryPauses.Pause pause = pauses.of(image(result).registry(), clock.instant());
            if (pause != null) {
                log.println(Messages.RecordedPoll_paused(
                        result.id().tagName(),
                        result.image(),
                        image(result).registry(),
                        Times.seconds(pause.until()),
                        pause.reason()));
            }
            return pause != null;
        }
    }

    private static boolean wasAsked(ScanResult polled) {
        return polled.status() == ScanResult.Status.SELECTED || polled.failed();
    }

    private final class Listener implements RunListener {
        private final PrintStream log;
        private final Masks masks;

        Listener(PrintStream log, Masks masks) {
            this.log = log;
            this.masks = masks;
        }

        @Override
        public void scanned(ScanResult result) {
            log.println(masks.apply(ReportText.scan(result)));
            if (result.status() == ScanResult.Status.SELECTED) {
                pauses.answered(image(result).registry());
            }
        }

        @Override
        public void registryFailed(RegistryException failure) {
            pauses.failed(failure, clock.instant());
        }
    }

    private static ImageReference image(ScanResult result) {
        try {
            return ImageReference.parse(result.image());
        } catch (InvalidImageException e) {
            throw new IllegalArgumentException("no result of a run: " + result, e);
        }
    }
}
