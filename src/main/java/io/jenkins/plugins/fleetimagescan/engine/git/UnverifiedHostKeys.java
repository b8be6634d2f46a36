package io.jenkins.plugins.fleetimagescan.engine.git;

import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.util.List;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;

/** Accepts every server. */
record UnverifiedHostKeys() implements HostKeys {
    @Override
    public ServerKeyDatabase database() {
        return new ServerKeyDatabase() {
            @Override
            public List<PublicKey> lookup(String connectAddress, InetSocketAddress remote, Configuration config) {
                return List.of();
            }

            @Override
            public boolean accept(
                    String connectAddress,
                    InetSocketAddress remote,
                    PublicKey serverKey,
                    Configuration config,
                    CredentialsProvider provider) {
                return true;
            }
        };
    }
}
