package io.jenkins.plugins.fleetimagescan.engine.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.image.Digest;
import io.jenkins.plugins.fleetimagescan.engine.policy.Explanation;
import io.jenkins.plugins.fleetimagescan.engine.policy.PolicySpec;
import io.jenkins.plugins.fleetimagescan.engine.problem.Place;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What became of one scan: enough to show it, to honour its interval in the next run and to poll its registry again.
 *
 * @param place the entry in its fleet.yaml
 * @param image the name as the user wrote it
 * @param policy the policy in words
 * @param secretName {@code secretRef.name}; a name, never a secret
 * @param tag the selection; for a failed or suspended scan the one of an earlier run, if there was one
 * @param digest given when a marker needs it
 * @param previousTags the tags that the markers had before, ascending; more than one if manifests differ
 * @param reason why this tag, or why nothing was done
 * @param others the best of the tags that were not chosen, with why not
 * @param error why the scan failed and what to do
 * @param checkedAt when the registry last answered this scan; null if it never did
 * @param took time spent with the registry and the choice
 */
public record ScanResult(
        ScanId id,
        Place place,
        String image,
        String policy,
        PolicySpec spec,
        @CheckForNull String secretName,
        Duration interval,
        Status status,
        @CheckForNull String tag,
        @CheckForNull Digest digest,
        List<String> previousTags,
        @CheckForNull String reason,
        List<Explanation.Other> others,
        @CheckForNull String error,
        @CheckForNull Instant checkedAt,
        Duration took)
        implements Serializable {
    public enum Status {
        /** The registry was asked and a tag chosen. */
        SELECTED,
        /** The interval has not passed: the recorded selection was used. */
        RECORDED,
        SUSPENDED,
        FAILED
    }

    public ScanResult {
        previousTags = List.copyOf(previousTags);
        others = List.copyOf(others);
    }

    public boolean failed() {
        return status == Status.FAILED;
    }

    /** When the registry will be asked again at the earliest; null if it never answered. */
    @CheckForNull
    public Instant dueAt() {
        return checkedAt == null ? null : checkedAt.plus(interval);
    }
}
