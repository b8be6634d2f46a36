package io.jenkins.plugins.fleetimagescan.engine.run;

import io.jenkins.plugins.fleetimagescan.engine.fleet.ImageScan;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.image.InvalidImageException;
import io.jenkins.plugins.fleetimagescan.engine.policy.PolicyException;
import io.jenkins.plugins.fleetimagescan.engine.policy.TagPolicy;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Asks the registries again for the scans of an earlier run, without any workspace: how a trigger finds out whether a
 * run would change something.
 */
public final class RegistryPoll {
    private final RegistryClient client;
    private final CredentialSource credentials;
    private final Clock clock;

    public RegistryPoll(RegistryClient client, CredentialSource credentials, Clock clock) {
        this.client = client;
        this.credentials = credentials;
        this.clock = clock;
    }

    /**
     * @param recorded what the earlier run left
     * @param force asks also before the interval of a scan has passed
     * @param concurrency most listings at a time
     * @return one result for each recorded one, in the same order
     */
    public List<ScanResult> poll(List<ScanResult> recorded, boolean force, int concurrency, RunListener listener)
            throws InterruptedException {
        List<ScanTask> tasks = new ArrayList<>();
        for (ScanResult result : recorded) {
            tasks.add(task(result));
        }
        return new RegistryScans(client, credentials, clock, force, listener).scan(tasks, concurrency);
    }

    /** Whether a run would select something else than the recorded result says; a failed scan says nothing. */
    public static boolean differs(ScanResult recorded, ScanResult polled) {
        if (polled.status() != ScanResult.Status.SELECTED) {
            return false;
        }
        return !polled.tag().equals(recorded.tag())
                || (recorded.digest() != null && !recorded.digest().equals(polled.digest()));
    }

    private static ScanTask task(ScanResult recorded) {
        try {
            ImageScan scan = new ImageScan(
                    recorded.id(),
                    recorded.place(),
                    ImageReference.parse(recorded.image()),
                    recorded.spec(),
                    TagPolicy.of(recorded.spec()),
                    recorded.secretName(),
                    recorded.interval(),
                    recorded.status() == ScanResult.Status.SUSPENDED);
            Set<String> inUse = recorded.tag() == null ? Set.of() : Set.of(recorded.tag());
            return new ScanTask(scan, inUse, recorded.digest() != null, recorded);
        } catch (InvalidImageException | PolicyException e) {
            // A result only comes from a scan whose image and policy were read before.
            throw new IllegalArgumentException("no result of a run: " + recorded, e);
        }
    }
}
