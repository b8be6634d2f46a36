package io.jenkins.plugins.fleetimagescan.engine.policy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Chooses one of the tags of a repository, as the policy of a scan tells.
 *
 * <p>The choice depends on the set of tags only, not on their order: between tags that are equal in the sense of the
 * policy ({@code 1.2.0}, {@code v1.2.0} and {@code 1.2}) the one in use stays, so that a run never flips between
 * equals, and otherwise the first by plain string order is taken. Immutable and thread-safe.
 */
public final class TagPolicy {
    private final TagOrder<?> order;

    @CheckForNull
    private final TagFilter filter;

    private TagPolicy(TagOrder<?> order, @CheckForNull TagFilter filter) {
        this.order = order;
        this.filter = filter;
    }

    /** @throws PolicyException if the range, the order, the pattern or the extract that count cannot be read */
    public static TagPolicy of(PolicySpec spec) throws PolicyException {
        return new TagPolicy(order(spec), TagFilter.of(spec));
    }

    private static TagOrder<?> order(PolicySpec spec) throws PolicyException {
        String range = spec.semverRange();
        String alphabetical = spec.alphabeticalOrder();
        String numerical = spec.numericalOrder();
        if (range != null) {
            return new SemverOrder(VersionConstraint.parse(range));
        }
        if (alphabetical != null) {
            return new AlphabeticalOrder(Direction.parse("alphabetical", alphabetical));
        }
        if (numerical != null) {
            return new NumericalOrder(Direction.parse("numerical", numerical));
        }
        return new SemverOrder(VersionConstraint.parse("*"));
    }

    /** The policy in the words of fleet.yaml, such as {@code semver >=1.2 <2}. */
    public String describe() {
        return filter == null ? order.describe() : Messages.TagPolicy_filtered(order.describe(), filter);
    }

    /**
     * The tag to deploy, spelled as in {@code tags}, or null if none matches; {@link #explain} then tells why.
     *
     * @param tags in any order, with or without duplicates
     * @param inUse the tags that the manifests have now
     */
    @CheckForNull
    public String choose(Collection<String> tags, Set<String> inUse) {
        return choose(order, tags, inUse);
    }

    /** Why the choice among these tags is what it is; arguments as for {@link #choose}. */
    public Explanation explain(Collection<String> tags, Set<String> inUse) {
        return explain(order, tags, inUse);
    }

    /** @param key what the order read from the tag */
    record Candidate<K>(String tag, K key) {}

    @CheckForNull
    private <K> String choose(TagOrder<K> order, Collection<String> tags, Set<String> inUse) {
        Candidate<K> best = null;
        for (String tag : tags) {
            best = better(order, best, read(order, tag), inUse);
        }
        return best == null ? null : best.tag();
    }

    private <K> Explanation explain(TagOrder<K> order, Collection<String> tags, Set<String> inUse) {
        Explainer<K> explainer = new Explainer<>(describe(), order);
        Candidate<K> best = null;
        for (String tag : new HashSet<>(tags)) {
            Candidate<K> candidate = read(order, tag);
            best = better(order, best, candidate, inUse);
            explainer.add(tag, candidate);
        }
        return explainer.explain(best, inUse, tag -> text(tag) != null);
    }

    @CheckForNull
    private <K> Candidate<K> read(TagOrder<K> order, String tag) {
        String text = text(tag);
        K key = text == null ? null : order.read(text);
        return key == null ? null : new Candidate<>(tag, key);
    }

    /** What the order is given for the tag, or null if the filter drops it. */
    @CheckForNull
    private String text(String tag) {
        return filter == null ? tag : filter.apply(tag);
    }

    @CheckForNull
    private static <K> Candidate<K> better(
            TagOrder<K> order, @CheckForNull Candidate<K> best, @CheckForNull Candidate<K> other, Set<String> inUse) {
        if (other == null) {
            return best;
        }
        int preference = best == null ? 1 : order.compare(other.key(), best.key());
        boolean wins = preference > 0 || (preference == 0 && winsTie(other.tag(), best.tag(), inUse));
        // The range is asked last: most tags of a long list are older than the best so far.
        return wins && order.accepts(other.key()) ? other : best;
    }

    /** Which of two equals is taken. */
    private static boolean winsTie(String tag, String other, Set<String> inUse) {
        boolean used = inUse.contains(tag);
        return used == inUse.contains(other) ? tag.compareTo(other) < 0 : used;
    }

    @Override
    public String toString() {
        return describe();
    }
}
