package io.jenkins.plugins.fleetimagescan.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.git.GitException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;

/** Turns what JGit throws into a {@link GitException} that says what to do. */
final class Failures {
    private Failures() {}

    /** @param action what was tried, for instance "push main to https://…" */
    static GitException explain(
            String action,
            RemoteUrl url,
            Throwable failure,
            @CheckForNull SshSessions ssh,
            OriginCredentials credentials) {
        String reason = credentials.redact(reason(failure, url));
        if (ssh != null && ssh.refusedHostKey() != null) {
            return new GitException(
                    Kind.HOST_KEY,
                    Messages.Failures_hostKey(action, ssh.refusedHostKey(), ssh.hostKeyAdvice()),
                    failure);
        }
        if (isAuthentication(failure)) {
            return new GitException(Kind.AUTHENTICATION, Messages.Failures_authentication(action, reason), failure);
        }
        if (has(failure, NoRemoteRepositoryException.class)) {
            return new GitException(Kind.CONFIGURATION, Messages.Failures_noRepository(action, reason), failure);
        }
        if (says(failure, "push options not supported")) {
            return new GitException(Kind.CONFIGURATION, Messages.Failures_pushOptions(action), failure);
        }
        return new GitException(Kind.CONNECTION, Messages.Failures_connection(action, reason), failure);
    }

    /** The innermost words that say something: JGit wraps "connection refused" in a "cannot open git-upload-pack". */
    private static String reason(Throwable failure, RemoteUrl url) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            // With a proxy, it may be the proxy's name: "proxy.example.com: Name or service not known".
            if (t instanceof UnknownHostException && t.getMessage() != null) {
                return Messages.Failures_unknownHost(t.getMessage().replaceFirst(":.*", ""));
            }
            if (t instanceof SocketTimeoutException) {
                return Messages.Failures_timeout();
            }
            if (t instanceof ConnectException && t.getMessage() != null) {
                return Messages.Failures_refused(t.getMessage());
            }
            if (t instanceof SSLException && t.getMessage() != null) {
                return Messages.Failures_tls(t.getMessage());
            }
        }
        // MINA SSHD has it in the text of an exception only.
        if (says(failure, "unresolvedaddressexception")) {
            return Messages.Failures_unknownHost(url.uri().getHost());
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    /** Why a file cannot be used: the messages of Java's own exceptions are often the path alone. */
    static String fileReason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return Messages.Failures_denied(e.getMessage());
        }
        if (e instanceof NoSuchFileException) {
            return Messages.Failures_noFile(e.getMessage());
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static boolean says(Throwable failure, String lowerCase) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (String.valueOf(t).toLowerCase(Locale.ROOT).contains(lowerCase)) {
                return true;
            }
        }
        return false;
    }

    /** JGit has no exception of its own for a refused login over HTTP; its texts are English in all locales. */
    private static boolean isAuthentication(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            String text = t.getMessage() == null ? "" : t.getMessage().toLowerCase(Locale.ROOT);
            if (text.contains("not authorized")
                    || text.contains("authentication is required")
                    || text.contains("authentication not supported")
                    || text.contains("authentication failed")
                    || text.contains("no more authentication methods")
                    || text.contains("cannot log in at")
                    || text.contains("not permitted")) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }
}
