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
        return new Database(new OpenSshServerKeyDatabase(false, List.of(path)), new Strictness(strict));
    }

    private record Database(ServerKeyDatabase file, Strictness strictness) implements HostKeyDatabase {
        @Override
        public List<PublicKey> known(String address, InetSocketAddress remote) {
            return file.lookup(address, remote, strictness);
        }

        @Override
        public boolean accepts(String address, InetSocketAddress remote, PublicKey key) {
            return file.accept(address, remote, key, strictness, null);
        }
    }

    private record Strictness(boolean strict) implements ServerKeyDatabase.Configuration {
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

        /** Whom prompts address: there are none. */
        @Override
        public String getUsername() {
            return "";
        }
    }
}
