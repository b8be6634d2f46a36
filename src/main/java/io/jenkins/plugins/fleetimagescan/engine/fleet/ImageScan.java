package io.jenkins.plugins.fleetimagescan.engine.fleet;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.policy.PolicySpec;
import io.jenkins.plugins.fleetimagescan.engine.policy.TagPolicy;
import io.jenkins.plugins.fleetimagescan.engine.problem.Place;
import java.time.Duration;

/**
 * One entry of {@code imageScans}, checked.
 *
 * @param place the entry in its fleet.yaml
 * @param image without tag and digest, which have no meaning here
 * @param spec the policy as written
 * @param policy the same, ready to choose
 * @param secretName {@code secretRef.name}
 * @param interval least time between two questions to the registry, never zero
 */
public record ImageScan(
        ScanId id,
        Place place,
        ImageReference image,
        PolicySpec spec,
        TagPolicy policy,
        @CheckForNull String secretName,
        Duration interval,
        boolean suspend) {
    /** What Fleet takes where no interval is given. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(15);
}
