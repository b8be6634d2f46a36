package io.jenkins.plugins.fleetimagescan;

import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import jenkins.model.Jenkins;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.mixin.ChangeRequestSCMHead;

/** Whether what a build checked out was changed by somebody who may not write to the repository. */
final class ChangeTrust {
    private ChangeTrust() {}

    /** As the branch source judges it: for pull requests from forks it answers with the target branch instead. */
    static boolean isUntrusted(Run<?, ?> run, TaskListener listener) throws IOException, InterruptedException {
        // Jobs of branch sources come with the plugin; its types are not touched without it.
        return Jenkins.get().getPlugin("scm-api") != null && BranchSource.isUntrusted(run, listener);
    }

    private static final class BranchSource {
        static boolean isUntrusted(Run<?, ?> run, TaskListener listener) throws IOException, InterruptedException {
            SCMSource source = SCMSource.SourceByItem.findSource(run.getParent());
            if (source == null) {
                return false;
            }
            SCMRevision revision = SCMRevisionAction.getRevision(source, run);
            if (revision == null) {
                return SCMHead.HeadByItem.findHead(run.getParent()) instanceof ChangeRequestSCMHead;
            }
            return !source.getTrustedRevision(revision, listener).equals(revision);
        }
    }
}
