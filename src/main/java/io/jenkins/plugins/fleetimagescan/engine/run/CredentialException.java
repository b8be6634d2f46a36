package io.jenkins.plugins.fleetimagescan.engine.run;

/** No credential can be given for a scan; the message says why and what to do, and never holds a secret. */
public final class CredentialException extends Exception {
    private static final long serialVersionUID = 1;

    public CredentialException(String message) {
        super(message);
    }
}
