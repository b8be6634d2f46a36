package io.jenkins.plugins.fleetimagescan.engine.git;

import java.io.IOException;
import java.io.StringReader;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;

/** Lines of a known_hosts file that an administrator gave; they stay in memory. */
record ProvidedHostKeys(String knownHosts) implements HostKeys {
    private record Known(KnownHostEntry host, PublicKey key) {
        boolean revoked() {
            return "revoked".equals(host.getMarker());
        }
    }

    @Override
    public ServerKeyDatabase database() throws IOException {
        List<Known> known = new ArrayList<>();
        for (KnownHostEntry entry : KnownHostEntry.readKnownHostEntries(new StringReader(knownHosts), true)) {
            // A certificate authority vouches for certificates, which JGit does not ask servers for.
            if (entry.getMarker() != null && !entry.getMarker().equals("revoked")) {
                continue;
            }
            try {
                PublicKey key = entry.getKeyEntry().resolvePublicKey(null, null, PublicKeyEntryResolver.IGNORING);
                if (key != null) {
                    known.add(new Known(entry, key));
                }
            } catch (GeneralSecurityException | RuntimeException e) {
                throw new IOException(Messages.ProvidedHostKeys_invalid(entry.getPatterns()), e);
            }
        }
        return new Database(known);
    }

    private record Database(List<Known> all) implements HostKeyDatabase {
        @Override
        public List<PublicKey> known(String address, InetSocketAddress remote) {
            return of(address, remote).filter(k -> !k.revoked()).map(Known::key).toList();
        }

        @Override
        public boolean accepts(String address, InetSocketAddress remote, PublicKey key) {
            List<Known> same = of(address, remote)
                    .filter(k -> KeyUtils.compareKeys(k.key(), key))
                    .toList();
            return !same.isEmpty() && same.stream().noneMatch(Known::revoked);
        }

        private Stream<Known> of(String address, InetSocketAddress remote) {
            String host = address.replaceFirst("^\\[(.*)\\](:\\d+)?$", "$1");
            if (host.equals(address) && host.indexOf(':') == host.lastIndexOf(':')) {
                host = host.replaceFirst(":\\d+$", "");
            }
            String name = host;
            return all.stream().filter(k -> k.host().isHostMatch(name, remote.getPort()));
        }
    }
}
