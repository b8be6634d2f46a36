package io.jenkins.plugins.fleetimagescan.engine.git;

import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.util.List;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;

/** A database of JGit that goes neither by the user's SSH configuration nor by anybody's answer to a prompt. */
interface HostKeyDatabase extends ServerKeyDatabase {
    /**
     * The keys that the server may show.
     *
     * @param address what the URL says: {@code host}, {@code host:port} or {@code [host]:port}
     */
    List<PublicKey> known(String address, InetSocketAddress remote);

    /** Whether the server may have this key; {@code address} as in {@link #known}. */
    boolean accepts(String address, InetSocketAddress remote, PublicKey key);

    @Override
    default List<PublicKey> lookup(String connectAddress, InetSocketAddress remote, Configuration config) {
        return known(connectAddress, remote);
    }

    @Override
    default boolean accept(
            String connectAddress,
            InetSocketAddress remote,
            PublicKey serverKey,
            Configuration config,
            CredentialsProvider provider) {
        return accepts(connectAddress, remote, serverKey);
    }
}
