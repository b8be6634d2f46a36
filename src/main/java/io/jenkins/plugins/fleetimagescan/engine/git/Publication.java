package io.jenkins.plugins.fleetimagescan.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.manifest.FileEdit;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import java.util.List;

/**
 * What publishing came to.
 *
 * @param commit 40 hexadecimal digits of the new commit; null if none was needed because the branch has the values already
 * @param branch short name of the branch that holds the values now
 * @param pushed whether the remote has the commit
 * @param attempts how many pushes were tried; 0 without a push
 * @param edits what the commit changes against its parent, sorted by path
 * @param messages sentences for the log, in order; what the server said is among them
 * @param problems workspace files that could not be written, although the values are published
 */
public record Publication(
        @CheckForNull String commit,
        String branch,
        boolean pushed,
        int attempts,
        List<FileEdit> edits,
        List<String> messages,
        List<Problem> problems) {
    public Publication {
        edits = List.copyOf(edits);
        messages = List.copyOf(messages);
        problems = List.copyOf(problems);
    }

    Publication with(List<String> otherMessages, List<Problem> otherProblems) {
        return new Publication(commit, branch, pushed, attempts, edits, otherMessages, otherProblems);
    }
}
