package org.jenkinsci.plugins.gitclient.verifier;

import hudson.model.TaskListener;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

public abstract class HostKeyVerifierFactory implements SerializableOnlyOverRemoting {
    protected HostKeyVerifierFactory() {}

    public abstract AbstractJGitHostKeyVerifier forJGit(TaskListener listener);
}
