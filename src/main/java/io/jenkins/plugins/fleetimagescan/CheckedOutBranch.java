package io.jenkins.plugins.fleetimagescan;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import hudson.plugins.git.Branch;
import hudson.plugins.git.Revision;
import hudson.plugins.git.util.BuildData;
import jenkins.model.Jenkins;

/**
 * The branch of a commit that the Git plugin checked out in a build. Freestyle builds have it in {@code GIT_BRANCH};
 * Pipeline builds do not, since they may check out several repositories.
 */
final class CheckedOutBranch {
    private CheckedOutBranch() {}

    /**
     * @param commit 40 hexadecimal digits
     * @return as {@code GIT_BRANCH} has it, such as {@code origin/main}
     */
    @CheckForNull
    static String of(Run<?, ?> run, String commit) {
        // The plugin is optional: its types are not touched without it.
        return Jenkins.get().getPlugin("git") == null ? null : GitPlugin.branch(run, commit);
    }

    private static final class GitPlugin {
        private static final String PREFIX = "refs/remotes/";

        @CheckForNull
        static String branch(Run<?, ?> run, String commit) {
            for (BuildData data : run.getActions(BuildData.class)) {
                Revision revision = data.getLastBuiltRevision();
                if (revision == null || !commit.equals(revision.getSha1String())) {
                    continue;
                }
                for (Branch branch : revision.getBranches()) {
                    String name = branch.getName();
                    if (!name.equals("detached")) {
                        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
                    }
                }
            }
            return null;
        }
    }
}
