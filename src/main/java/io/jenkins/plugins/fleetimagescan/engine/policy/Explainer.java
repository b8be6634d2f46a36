package io.jenkins.plugins.fleetimagescan.engine.policy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.policy.Explanation.Other;
import io.jenkins.plugins.fleetimagescan.engine.policy.TagPolicy.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Puts a choice into words. Of any number of tags it keeps only those that it may have to name. */
final class Explainer<K> {
    /** How many tags the sentence names where none matches. */
    private static final int NEWEST = 3;

    private final String policy;
    private final TagOrder<K> order;

    /** The most preferred, the chosen one among them, and the first of the others. */
    private final First<Candidate<K>> read;

    private final First<String> unread = new First<>(Explanation.OTHERS, Comparator.<String>naturalOrder());
    private int total;
    private int matching;

    Explainer(String policy, TagOrder<K> order) {
        this.policy = policy;
        this.order = order;
        Comparator<Candidate<K>> byPreference = (a, b) -> order.compare(b.key(), a.key());
        this.read = new First<>(Explanation.OTHERS + 1, byPreference.thenComparing(Candidate::tag));
    }

    /** @param candidate null if the tag was not read */
    void add(String tag, @CheckForNull Candidate<K> candidate) {
        total++;
        if (candidate == null) {
            unread.add(tag);
        } else {
            read.add(candidate);
            matching += order.accepts(candidate.key()) ? 1 : 0;
        }
    }

    /** @param filter whether a tag was given to the order at all */
    Explanation explain(@CheckForNull Candidate<K> chosen, Set<String> inUse, Predicate<String> filter) {
        List<Other> others = new ArrayList<>();
        for (Candidate<K> candidate : read.sorted()) {
            if (chosen == null || !candidate.tag().equals(chosen.tag())) {
                others.add(new Other(candidate.tag(), whyNot(candidate, chosen, inUse)));
            }
        }
        boolean anyRead = !others.isEmpty();
        for (String tag : unread.sorted()) {
            others.add(new Other(tag, filter.test(tag) ? order.whyNotRead() : Messages.Explainer_filtered()));
        }
        others = others.subList(0, Math.min(others.size(), Explanation.OTHERS));
        return chosen == null
                ? new Explanation(policy, total, matching, null, nothing(anyRead, others), others)
                : new Explanation(policy, total, matching, chosen.tag(), chosen(chosen), others);
    }

    private String whyNot(Candidate<K> candidate, @CheckForNull Candidate<K> chosen, Set<String> inUse) {
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

    private String chosen(Candidate<K> chosen) {
        return Messages.Explainer_chosen(chosen.tag(), policy, String.valueOf(matching), String.valueOf(total));
    }

    private String nothing(boolean anyRead, List<Other> others) {
        if (total == 0) {
            return Messages.Explainer_noTags(policy);
        }
        String tags = others.stream().limit(NEWEST).map(Other::tag).collect(Collectors.joining(", "));
        return anyRead
                ? Messages.Explainer_nothing(String.valueOf(total), policy, tags)
                : Messages.Explainer_nothingRead(String.valueOf(total), policy, tags);
    }

    /** The first few in an order, of many. */
    private static final class First<T> {
        private final int limit;
        private final Comparator<T> order;

        /** The last of the kept ones is at the head. */
        private final PriorityQueue<T> kept;

        First(int limit, Comparator<T> order) {
            this.limit = limit;
            this.order = order;
            this.kept = new PriorityQueue<>(order.reversed());
        }

        void add(T element) {
            if (kept.size() < limit) {
                kept.add(element);
            } else if (order.compare(element, kept.peek()) < 0) {
                kept.poll();
                kept.add(element);
            }
        }

        List<T> sorted() {
            return kept.stream().sorted(order).toList();
        }
    }
}
