package io.jenkins.plugins.fleetimagescan.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;

/**
 * How an SSH server proves who it is: the one seam for the strategies of Jenkins' Git client plugin. A value crosses to
 * the agent and makes the database there. The Jenkins layer may pass a database of its own:
 * {@code () -> verifierFactory.forJGit(listener).getServerKeyDatabase()}.
 */
@FunctionalInterface
public interface HostKeys extends Serializable {
    /**
     * A database for one operation.
     *
     * @throws IOException if the keys cannot be read; the message names where they come from
     */
    ServerKeyDatabase database() throws IOException;

    /** What to do about a server whose key was refused, as a sentence without a full stop at its end. */
    default String advice() {
        return Messages.HostKeys_advice();
    }

    /**
     * Only servers whose key is in the file.
     *
     * @param file a known_hosts file; null: {@code .ssh/known_hosts} of the user who runs the process
     */
    static HostKeys knownHosts(@CheckForNull File file) {
        return new FileHostKeys(file, true);
    }

    /** As {@link #knownHosts}; the key of a server that the file does not name is accepted and added to it. */
    static HostKeys acceptFirst(@CheckForNull File file) {
        return new FileHostKeys(file, false);
    }

    /** Only servers whose key is in these lines, which have the format of a known_hosts file. Nothing is written. */
    static HostKeys provided(String knownHosts) {
        return new ProvidedHostKeys(knownHosts);
    }

    /** Any server: the connection is open to an attacker in the middle. */
    static HostKeys unverified() {
        return new UnverifiedHostKeys();
    }

    /** {@code ~/.ssh/known_hosts} of the user who runs the process. */
    static Path defaultFile() {
        return Path.of(System.getProperty("user.home"), ".ssh", "known_hosts");
    }
}
