package io.jenkins.plugins.fleetimagescan.engine.policy;

/** A policy that cannot be read; the message says what was found, where in the text, and what is accepted. */
public final class PolicyException extends Exception {
    private static final long serialVersionUID = 1;

    public PolicyException(String message) {
        super(message);
    }
}
