package io.jenkins.plugins.fleetimagescan.engine.policy;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/**
 * What a kind of policy knows: which texts it can read, which it accepts, and which of two it prefers.
 *
 * @param <K> what is compared; keys that compare as 0 are equals, between which {@link TagPolicy} decides
 */
interface TagOrder<K> {
    /** The key of a text, or null if this kind of policy cannot read it; it then does not count. */
    @CheckForNull
    K read(String text);

    /** Positive if {@code a} is preferred to {@code b}. */
    int compare(K a, K b);

    /** All keys unless the policy limits them. */
    default boolean accepts(K key) {
        return true;
    }

    /** Why a key that was read is not accepted, as a clause. */
    default String whyNotAccepted(K key) {
        throw new IllegalStateException("all that was read is accepted");
    }

    /** Why a text was not read, as a clause. */
    String whyNotRead();

    /** Why an accepted tag is not chosen where {@code chosen} is, as a clause. */
    String whyNotPreferred(String chosen);

    /** The policy in the words of fleet.yaml, such as {@code semver >=1.2 <2}. */
    String describe();
}
