package io.jenkins.plugins.fleetimagescan.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * How remotes are reached.
 *
 * @param credential offered to the remote of the operation only
 * @param hostKeys how SSH servers prove who they are
 * @param proxy for HTTP(S); null: what the JVM's default proxy selector says
 * @param timeout of a silent connection, not of the whole transfer; zero: none
 */
public record RemoteAccess(GitCredential credential, HostKeys hostKeys, @CheckForNull GitProxy proxy, Duration timeout)
        implements Serializable {
    public RemoteAccess {
        Objects.requireNonNull(credential);
        Objects.requireNonNull(hostKeys);
        Objects.requireNonNull(timeout);
    }

    /** Host keys from the current user's known_hosts, the JVM's proxy, one minute of silence. */
    public static RemoteAccess of(GitCredential credential) {
        return new RemoteAccess(credential, HostKeys.knownHosts(null), null, Duration.ofMinutes(1));
    }

    public RemoteAccess withHostKeys(HostKeys other) {
        return new RemoteAccess(credential, other, proxy, timeout);
    }

    public RemoteAccess withProxy(@CheckForNull GitProxy other) {
        return new RemoteAccess(credential, hostKeys, other, timeout);
    }

    public RemoteAccess withTimeout(Duration other) {
        return new RemoteAccess(credential, hostKeys, proxy, other);
    }
}
