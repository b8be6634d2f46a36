package io.jenkins.plugins.fleetimagescan.engine.policy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a policy chose a tag, and why it did not choose others.
 *
 * @param policy as {@link TagPolicy#describe} has it
 * @param total how many different tags there were
 * @param matching how many of them match the policy
 * @param chosen null if none matches
 * @param summary one sentence: why the tag was chosen, or that none matches and what there is instead
 * @param others the most preferred of the tags that were not chosen, in order of preference; at most
 *     {@value #OTHERS}
 */
public record Explanation(
        String policy, int total, int matching, @CheckForNull String chosen, String summary, List<Other> others)
        implements Serializable {
    /** How many of the other tags are kept. */
    public static final int OTHERS = 10;

    /** @param reason a clause, such as "pre-release, and no comparator of the range names one" */
    public record Other(String tag, String reason) implements Serializable {
        @Override
        public String toString() {
            return tag + ": " + reason;
        }
    }

    public Explanation {
        others = List.copyOf(others);
    }

    /** The summary and a line for each of the others. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(summary);
        for (Other other : others) {
            lines.add(other.toString());
        }
        return List.copyOf(lines);
    }

    @Override
    public String toString() {
        return String.join("\n", lines());
    }
}
