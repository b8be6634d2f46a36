package org.jenkinsci.plugins.gitclient.verifier;

import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

public abstract class AbstractJGitHostKeyVerifier implements SerializableOnlyOverRemoting {
    protected AbstractJGitHostKeyVerifier() {}

    public ServerKeyDatabase getServerKeyDatabase() {
        throw new UnsupportedOperationException();
    }
}
