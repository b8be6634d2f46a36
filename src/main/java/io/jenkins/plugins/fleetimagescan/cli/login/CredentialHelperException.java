package io.jenkins.plugins.fleetimagescan.cli.login;

/** A credential helper that cannot be used; the message says which, why, and what to do, and holds none of its output. */
public final class CredentialHelperException extends Exception {
    private static final long serialVersionUID = 1;

    CredentialHelperException(String message) {
        super(message);
    }
}
