package io.jenkins.plugins.fleetimagescan.engine.policy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;

/**
 * The policy of a scan as people write it; {@link TagPolicy#of} makes it executable. All parts may be absent: then
 * the policy is semver {@code *}, as in Fleet. Where several are given, semver wins over alphabetical (as in Fleet)
 * and alphabetical over numerical.
 *
 * @param semverRange {@code policy.semver.range}
 * @param alphabeticalOrder {@code policy.alphabetical.order}; empty when the key is there without an order
 * @param numericalOrder {@code policy.numerical.order}; empty when the key is there without an order
 * @param filterPattern {@code filterTags.pattern}
 * @param filterExtract {@code filterTags.extract}
 */
public record PolicySpec(
        @CheckForNull String semverRange,
        @CheckForNull String alphabeticalOrder,
        @CheckForNull String numericalOrder,
        @CheckForNull String filterPattern,
        @CheckForNull String filterExtract)
        implements Serializable {
    public static PolicySpec semver(String range) {
        return new PolicySpec(range, null, null, null, null);
    }

    public static PolicySpec alphabetical(String order) {
        return new PolicySpec(null, order, null, null, null);
    }

    public static PolicySpec numerical(String order) {
        return new PolicySpec(null, null, order, null, null);
    }

    public PolicySpec filtered(String pattern, @CheckForNull String extract) {
        return new PolicySpec(semverRange, alphabeticalOrder, numericalOrder, pattern, extract);
    }
}
