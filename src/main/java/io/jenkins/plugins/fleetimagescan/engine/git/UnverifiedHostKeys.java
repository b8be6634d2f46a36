package io.jenkins.plugins.fleetimagescan.engine.git;

import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.util.List;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;

/** Accepts every server. */
record UnverifiedHostKeys() implements HostKeys {
    @Override
    public ServerKeyDatabase database() {
        return new HostKeyDatabase() {
            @Override
            public List<PublicKey> known(String address, InetSocketAddress remote) {
                return List.of();
            }

            @Override
            public boolean accepts(String address, InetSocketAddress remote, PublicKey key) {
                return true;
            }
        };
    }
}
