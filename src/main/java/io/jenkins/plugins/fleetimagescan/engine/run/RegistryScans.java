package io.jenkins.plugins.fleetimagescan.engine.run;

import io.jenkins.plugins.fleetimagescan.engine.fleet.ImageScan;
import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.image.Digest;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.image.Selection;
import io.jenkins.plugins.fleetimagescan.engine.policy.Explanation;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryClient;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryCredential;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryCredentials;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks the registries: one tag listing for each distinct repository and credential however many scans share it, a
 * digest only where a marker needs one. A scan that fails leaves the others alone.
 */
final class RegistryScans {
    private final RegistryClient client;
    private final CredentialSource credentials;
    private final Clock clock;
    private final boolean force;
    private final RunListener listener;
    private final Map<ScanId, ScanResult> results = new HashMap<>();
    /** By the name of the image there. */
    private final Map<String, RegistryCredential> ofMirrors = new HashMap<>();

    private record Listing(String repository, RegistryCredentials credentials) {}

    RegistryScans(
            RegistryClient client, CredentialSource credentials, Clock clock, boolean force, RunListener listener) {
        this.client = client;
        this.credentials = credentials;
        this.clock = clock;
        this.force = force;
        this.listener = listener;
    }

    /** The results in the order of the tasks. */
    List<ScanResult> scan(List<ScanTask> tasks, int concurrency) throws InterruptedException {
        listener.scanning(tasks.size());
        Map<Listing, List<ScanTask>> listings = new LinkedHashMap<>();
        for (ScanTask task : tasks) {
            if (!settledWithoutRegistry(task)) {
                plan(task, listings);
            }
        }
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(concurrency, listings.size())), r -> {
            Thread thread = new Thread(r, "fleet-image-scan registry");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> running = new ArrayList<>();
            listings.forEach((listing, sharing) -> running.add(pool.submit(() -> {
                ask(listing, sharing);
                return null;
            })));
            for (Future<?> future : running) {
                future.get();
            }
        } catch (ExecutionException e) {
            throw unexpected(e.getCause());
        } finally {
            pool.shutdownNow(); // interrupts requests in flight when this thread was interrupted
        }
        return tasks.stream().map(t -> results.get(t.scan().id())).toList();
    }

    private boolean settledWithoutRegistry(ScanTask task) {
        if (task.scan().suspend()) {
            settle(task, task.suspended(Messages.RegistryScans_suspended()));
            return true;
        }
        if (!force && task.recordIsFresh(clock.instant())) {
            Instant due = task.recorded().checkedAt().plus(task.scan().interval());
            settle(task, task.recorded(Messages.RegistryScans_recorded(Times.seconds(due))));
            return true;
        }
        return false;
    }

    private void plan(ScanTask task, Map<Listing, List<ScanTask>> listings) {
        ImageScan scan = task.scan();
        try {
            RegistryCredential own = credentials.credential(scan.id(), scan.image(), scan.secretName());
            RegistryCredential ofMirror = client.mirrored(scan.image())
                    .map(image -> ofMirrors.computeIfAbsent(image.canonicalName(), name -> ofMirror(scan.id(), image)))
                    .orElse(RegistryCredential.none());
            Listing listing = new Listing(scan.image().canonicalName(), new RegistryCredentials(own, ofMirror));
            listings.computeIfAbsent(listing, l -> new ArrayList<>()).add(task);
        } catch (CredentialException e) {
            settle(task, task.failed(e.getMessage(), Duration.ZERO));
        }
    }

    /** A mirror is no loss when it fails, and so is its credential. */
    private RegistryCredential ofMirror(ScanId scan, ImageReference image) {
        try {
            return credentials.credential(scan, image, null);
        } catch (CredentialException e) {
            listener.info(Messages.RegistryScans_mirrorCredential(image.registry(), e.getMessage()));
            return RegistryCredential.none();
        }
    }

    private void ask(Listing listing, List<ScanTask> sharing) throws InterruptedException {
        Instant start = clock.instant();
        try {
            List<String> tags = client.tags(sharing.get(0).scan().image(), listing.credentials());
            Map<String, Digest> digests = new HashMap<>();
            for (ScanTask task : sharing) {
                settle(task, choose(task, tags, listing.credentials(), digests, start));
            }
        } catch (RegistryException e) {
            tell(e);
            Duration took = Duration.between(start, clock.instant());
            for (ScanTask task : sharing) {
                settle(task, task.failed(e.getMessage(), took));
            }
        }
    }

    private ScanResult choose(
            ScanTask task, List<String> tags, RegistryCredentials access, Map<String, Digest> digests, Instant start)
            throws InterruptedException {
        ImageScan scan = task.scan();
        String tag = scan.policy().choose(tags, task.tagsInUse());
        Explanation why = scan.policy().explain(tags, task.tagsInUse());
        if (tag == null) {
            return task.failed(why.summary(), why.others(), Duration.between(start, clock.instant()));
        }
        try {
            Digest digest = null;
            if (task.needsDigest()) {
                digest = digests.get(tag);
                if (digest == null) {
                    digest = client.digest(scan.image(), tag, access);
                    digests.put(tag, digest);
                }
            }
            Instant now = clock.instant();
            return task.selected(new Selection(scan.image(), tag, digest), why, now, Duration.between(start, now));
        } catch (RegistryException e) {
            tell(e);
            return task.failed(e.getMessage(), Duration.between(start, clock.instant()));
        }
    }

    private synchronized void settle(ScanTask task, ScanResult result) {
        if (results.put(task.scan().id(), result) == null) {
            listener.scanned(result);
        }
    }

    private synchronized void tell(RegistryException failure) {
        listener.registryFailed(failure);
    }

    private static RuntimeException unexpected(Throwable cause) throws InterruptedException {
        if (cause instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }
}
