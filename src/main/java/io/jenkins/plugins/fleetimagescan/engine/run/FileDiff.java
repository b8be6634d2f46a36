package io.jenkins.plugins.fleetimagescan.engine.run;

import java.io.Serializable;

/**
 * The change of one file.
 *
 * @param path relative to the workspace, separated by {@code /}
 * @param text a unified diff with its header lines, as {@code git apply} takes it
 */
public record FileDiff(String path, String text) implements Serializable {}
