package io.jenkins.plugins.fleetimagescan.agent;

import hudson.model.TaskListener;
import io.jenkins.plugins.fleetimagescan.engine.git.HostKeys;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.jenkinsci.plugins.gitclient.GitHostKeyVerificationConfiguration;
import org.jenkinsci.plugins.gitclient.verifier.HostKeyVerifierFactory;
import org.jenkinsci.plugins.gitclient.verifier.SshHostKeyVerificationStrategy;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

/** Host keys by the strategy that the administrator set for Git, evaluated where the connection is made. */
public final class JenkinsHostKeys implements HostKeys, SerializableOnlyOverRemoting {
    private static final long serialVersionUID = 1;

    private final HostKeyVerifierFactory factory;
    private final String strategy;
    private final TaskListener listener;

    private JenkinsHostKeys(HostKeyVerifierFactory factory, String strategy, TaskListener listener) {
        this.factory = factory;
        this.strategy = strategy;
        this.listener = listener;
    }

    /** Called on the controller. */
    public static JenkinsHostKeys of(TaskListener listener) {
        SshHostKeyVerificationStrategy<? extends HostKeyVerifierFactory> strategy =
                GitHostKeyVerificationConfiguration.get().getSshHostKeyVerificationStrategy();
        return new JenkinsHostKeys(
                strategy.getVerifier(), strategy.getDescriptor().getDisplayName(), listener);
    }

    @Override
    public ServerKeyDatabase database() {
        return factory.forJGit(listener).getServerKeyDatabase();
    }

    @Override
    public String advice() {
        return Messages.JenkinsHostKeys_advice(strategy);
    }
}
