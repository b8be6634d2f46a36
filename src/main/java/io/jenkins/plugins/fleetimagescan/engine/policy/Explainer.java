package io.jenkins.plugins.fleetimagescan.engine.policy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.policy.Explanation.Other;
import io.jenkins.plugins.fleetimagescan.engine.policy.TagPolicy.Candidate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Puts a choice into words. Apart from {@link TagPolicy}, since choosing is what has to be fast. */
final class Explainer<K> {
    /** How many tags the sentence names where none matches. */
    private static final int NEWEST = 3;

    private final String policy;
    private final TagOrder<K> order;
    private final UnaryOperator<String> filter;

    @CheckForNull
    private final Candidate<K> chosen;

    /** @param filter gives the text that the order reads, null for a tag that does not count */
    Explainer(String policy, TagOrder<K> order, UnaryOperator<String> filter, @CheckForNull Candidate<K> chosen) {
        this.policy = policy;
        this.order = order;
        this.filter = filter;
        this.chosen = chosen;
    }

    Explanation explain(Collection<String> tags, Set<String> inUse) {
        List<Candidate<K>> read = new ArrayList<>();
        List<Other> unread = new ArrayList<>();
        Set<String> distinct = new TreeSet<>(tags);
        for (String tag : distinct) {
            String text = filter.apply(tag);
            K key = text == null ? null : order.read(text);
            if (key != null) {
                read.add(new Candidate<>(tag, key));
            } else if (unread.size() < Explanation.OTHERS) {
                unread.add(new Other(tag, text == null ? Messages.Explainer_filtered() : order.whyNotRead()));
            }
        }
        // Stable: equals stay in string order.
        read.sort(Comparator.comparing(Candidate::key, (a, b) -> order.compare(b, a)));
        int matching = (int) read.stream().filter(c -> order.accepts(c.key())).count();
        List<Other> others = new ArrayList<>();
        for (Candidate<K> candidate : read.subList(0, Math.min(read.size(), Explanation.OTHERS + 1))) {
            if (chosen == null || !candidate.tag().equals(chosen.tag())) {
                others.add(new Other(candidate.tag(), whyNot(candidate, inUse)));
            }
        }
        others.addAll(unread);
        others = others.subList(0, Math.min(others.size(), Explanation.OTHERS));
        String summary =
                chosen == null ? nothing(distinct.size(), !read.isEmpty(), others) : why(matching, distinct.size());
        return new Explanation(
                policy, distinct.size(), matching, chosen == null ? null : chosen.tag(), summary, others);
    }

    private String whyNot(Candidate<K> candidate, Set<String> inUse) {
        if (!order.accepts(candidate.key())) {
            return order.whyNotAccepted(candidate.key());
        }
        if (order.compare(candidate.key(), chosen.key()) != 0) {
            return order.whyNotPreferred(chosen.tag());
        }
        return inUse.contains(chosen.tag())
                ? Messages.Explainer_equalInUse(chosen.tag())
                : Messages.Explainer_equalFirst(chosen.tag());
    }

    private String why(int matching, int total) {
        return Messages.Explainer_chosen(chosen.tag(), policy, String.valueOf(matching), String.valueOf(total));
    }

    private String nothing(int total, boolean anyRead, List<Other> others) {
        if (total == 0) {
            return Messages.Explainer_noTags(policy);
        }
        String tags = others.stream().limit(NEWEST).map(Other::tag).collect(Collectors.joining(", "));
        return anyRead
                ? Messages.Explainer_nothing(String.valueOf(total), policy, tags)
                : Messages.Explainer_nothingRead(String.valueOf(total), policy, tags);
    }
}
