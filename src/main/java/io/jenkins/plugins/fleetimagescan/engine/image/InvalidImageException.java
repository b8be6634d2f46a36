package io.jenkins.plugins.fleetimagescan.engine.image;

/** A text that is no image reference; the message says which part breaks which rule. */
public final class InvalidImageException extends Exception {
    private static final long serialVersionUID = 1;

    InvalidImageException(String message) {
        super(message);
    }
}
