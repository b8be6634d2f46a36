package io.jenkins.plugins.fleetimagescan.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;

/**
 * Opens the transport to a remote, with credentials, host keys and proxy of this operation alone (nothing is read from
 * or written to JGit's JVM-wide settings), and makes its blocking calls end when the caller is interrupted.
 */
final class Connector {
    /** A conversation with the remote. */
    interface Call<T> {
        T run(Transport transport, ProgressMonitor monitor) throws IOException, GitException;
    }

    /** Another way to a remote than its URL. */
    interface Opener {
        Transport open() throws IOException;
    }

    private static final long GRACE_SECONDS = 5;

    private final Repository local;
    private final RemoteUrl url;
    private final RemoteAccess access;
    private final OriginCredentials credentials;

    @CheckForNull
    private final Opener opener;

    Connector(Repository local, RemoteUrl url, RemoteAccess access) throws GitException {
        this(local, url, access, OriginCredentials.of(url, access.credential()), null);
    }

    private Connector(
            Repository local,
            RemoteUrl url,
            RemoteAccess access,
            OriginCredentials credentials,
            @CheckForNull Opener opener) {
        this.local = local;
        this.url = url;
        this.access = access;
        this.credentials = credentials;
        this.opener = opener;
    }

    /** The same, but calls take the transport that is given here. */
    Connector through(Opener other) {
        return new Connector(local, url, access, credentials, other);
    }

    /** Text from elsewhere, fit to be shown. */
    String safe(String text) {
        return credentials.redact(text);
    }

    <T> T call(String action, Call<T> call) throws GitException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        SshSessions ssh = url.scheme().equals("ssh") ? SshSessions.of(url, access) : null;
        HttpClients http = url.scheme().startsWith("http") ? new HttpClients(access) : null;
        Cancellable monitor = new Cancellable();
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread worker = new Thread(
                () -> {
                    try (Transport transport = open(ssh, http)) {
                        result.complete(call.run(transport, monitor));
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                },
                "fleet-image-scan git");
        worker.setDaemon(true);
        worker.start();
        try {
            return result.get();
        } catch (InterruptedException e) {
            // Blocked reads of sockets do not notice interruption: they end when the connection is closed under them.
            monitor.cancel();
            close(ssh, http);
            worker.interrupt();
            awaitEnd(result);
            throw e;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof GitException known) {
                throw known;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw Failures.explain(action, url, cause, ssh, credentials);
        } finally {
            close(ssh, http);
        }
    }

    private Transport open(SshSessions ssh, HttpClients http) throws IOException {
        Transport transport = opener == null ? Transport.open(local, url.uri()) : opener.open();
        transport.setTimeout((int) Math.min(Integer.MAX_VALUE, access.timeout().toSeconds()));
        transport.setTagOpt(TagOpt.NO_TAGS);
        transport.setCredentialsProvider(credentials);
        if (transport instanceof SshTransport sshTransport) {
            sshTransport.setSshSessionFactory(ssh.factory());
        } else if (transport instanceof TransportHttp httpTransport) {
            httpTransport.setHttpConnectionFactory(http);
        }
        return transport;
    }

    private static void close(SshSessions ssh, HttpClients http) {
        if (ssh != null) {
            ssh.close();
        }
        if (http != null) {
            http.close();
        }
    }

    /** A worker that does not end in time is abandoned: it is a daemon that holds no lock of ours. */
    private static void awaitEnd(CompletableFuture<?> result) {
        try {
            result.get(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // The interruption is what matters.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Cancellable extends EmptyProgressMonitor {
        private volatile boolean cancelled;

        void cancel() {
            cancelled = true;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }
}
