package io.jenkins.plugins.fleetimagescan.engine.run;

import io.jenkins.plugins.fleetimagescan.engine.git.UnifiedDiff;
import io.jenkins.plugins.fleetimagescan.engine.manifest.FileEdit;
import java.io.Serializable;
import java.util.List;

/**
 * The change of one file.
 *
 * @param path relative to the workspace, separated by {@code /}
 * @param text a unified diff with its header lines, as {@code git apply} takes it
 */
public record FileDiff(String path, String text) implements Serializable {
    static FileDiff of(FileEdit edit) {
        return new FileDiff(edit.path(), UnifiedDiff.of(List.of(edit)));
    }
}
