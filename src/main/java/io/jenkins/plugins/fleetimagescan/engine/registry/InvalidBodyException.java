package io.jenkins.plugins.fleetimagescan.engine.registry;

import java.io.IOException;

/** A body that arrived whole and is not what was asked for; asking again would not help. */
final class InvalidBodyException extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean registry;

    private InvalidBodyException(String message, boolean registry) {
        super(message);
        this.registry = registry;
    }

    static InvalidBodyException of(String message) {
        return new InvalidBodyException(message, true);
    }

    static InvalidBodyException html() {
        return new InvalidBodyException(Messages.InvalidBody_html(), false);
    }

    /** Whether it may have been a registry that sent it. */
    boolean isFromRegistry() {
        return registry;
    }
}
