package io.jenkins.plugins.fleetimagescan.engine.git;

/** A Git operation that cannot go on. The message says what was tried, where, why it failed and what to do, without secrets. */
public final class GitException extends Exception {
    private static final long serialVersionUID = 1;

    /** What kind of thing went wrong, which is to say who can mend it. */
    public enum Kind {
        /** A parameter is wrong or missing: nothing was tried. */
        CONFIGURATION,
        /** The server does not accept the credential, or asks for one. */
        AUTHENTICATION,
        /** The SSH server's key is not the expected one. */
        HOST_KEY,
        /** The server cannot be reached, or the connection broke. */
        CONNECTION,
        /** The server refused the push: a protected branch or a hook. */
        REJECTED,
        /** Other people kept pushing for all attempts, or the branch to push holds commits that are not ours. */
        CONFLICT,
        /** The local repository cannot be read or written. */
        REPOSITORY
    }

    private final Kind kind;

    GitException(Kind kind, String message) {
        this(kind, message, null);
    }

    GitException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
