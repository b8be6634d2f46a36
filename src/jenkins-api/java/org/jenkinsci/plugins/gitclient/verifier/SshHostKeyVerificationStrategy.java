package org.jenkinsci.plugins.gitclient.verifier;

import hudson.ExtensionPoint;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;

public abstract class SshHostKeyVerificationStrategy<T extends HostKeyVerifierFactory>
        extends AbstractDescribableImpl<SshHostKeyVerificationStrategy<T>> implements ExtensionPoint {
    protected SshHostKeyVerificationStrategy() {}

    public Descriptor<SshHostKeyVerificationStrategy<T>> getDescriptor() {
        throw new UnsupportedOperationException();
    }

    public abstract T getVerifier();
}
