package io.jenkins.plugins.fleetimagescan.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import org.eclipse.jgit.internal.transport.sshd.OpenSshServerKeyDatabase;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;

/**
 * A known_hosts file. JGit reads and writes it (hashed names, ports, revoked keys, authorities); the strictness is ours,
 * not that of the user's {@code .ssh/config}, which is never read.
 */
record FileHostKeys(@CheckForNull File file, boolean strict) implements HostKeys {
    @Override
    public ServerKeyDatabase database() throws IOException {
        Path path = file == null ? HostKeys.defaultFile() : file.toPath();
        if (!strict && path.getParent() != null) {
            Files.createDirectories(path.getParent());
        }
        return new Strict(new OpenSshServerKeyDatabase(false, List.of(path)), strict);
    }

    private record Strict(ServerKeyDatabase delegate, boolean strict) implements ServerKeyDatabase {
        @Override
        public List<PublicKey> lookup(String connectAddress, InetSocketAddress remote, Configuration config) {
            return delegate.lookup(connectAddress, remote, fixed(config));
        }

        @Override
        public boolean accept(
                String connectAddress,
                InetSocketAddress remote,
                PublicKey serverKey,
                Configuration config,
                CredentialsProvider provider) {
            return delegate.accept(connectAddress, remote, serverKey, fixed(config), null);
        }

        private Configuration fixed(Configuration config) {
            return new Configuration() {
                @Override
                public List<String> getUserKnownHostsFiles() {
                    return List.of();
                }

                @Override
                public List<String> getGlobalKnownHostsFiles() {
                    return List.of();
                }

                @Override
                public StrictHostKeyChecking getStrictHostKeyChecking() {
                    return strict ? StrictHostKeyChecking.REQUIRE_MATCH : StrictHostKeyChecking.ACCEPT_NEW;
                }

                @Override
                public boolean getHashKnownHosts() {
                    return false;
                }

                @Override
                public String getUsername() {
                    return config.getUsername();
                }
            };
        }
    }
}
