package io.jenkins.plugins.fleetimagescan.webhook;

/** The message is one sentence for the sender. It repeats nothing of what was sent. */
final class InvalidPayloadException extends Exception {
    private static final long serialVersionUID = 1;

    InvalidPayloadException(String message) {
        super(message);
    }
}
