package io.jenkins.plugins.fleetimagescan.cli;

/** An option whose value cannot be used: exit status 2. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
