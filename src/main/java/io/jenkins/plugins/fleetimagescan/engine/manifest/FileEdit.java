package io.jenkins.plugins.fleetimagescan.engine.manifest;

import java.util.List;

/**
 * A file before and after the marked scalars were replaced.
 *
 * @param path relative to the workspace, separated by {@code /}
 * @param updates by line and column, never empty
 */
public record FileEdit(String path, byte[] before, byte[] after, List<Update> updates) {
    public FileEdit {
        updates = List.copyOf(updates);
    }
}
