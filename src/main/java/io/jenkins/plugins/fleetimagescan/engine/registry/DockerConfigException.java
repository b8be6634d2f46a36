package io.jenkins.plugins.fleetimagescan.engine.registry;

/** A docker config that cannot be read; the message says where and why, and holds nothing of the content. */
public final class DockerConfigException extends Exception {
    private static final long serialVersionUID = 1;

    DockerConfigException(String message) {
        super(message);
    }
}
