package io.jenkins.plugins.fleetimagescan.engine.fleet;

import java.io.Serializable;

/**
 * What identifies a scan within a run: the file that defines it and its {@code tagName}.
 *
 * @param fleetYaml path of the fleet.yaml, relative to the workspace, separated by {@code /}
 */
public record ScanId(String fleetYaml, String tagName) implements Serializable, Comparable<ScanId> {
    /** The folder of the fleet.yaml: relative, separated by {@code /}, without a trailing slash; empty for the root. */
    public String bundle() {
        int slash = fleetYaml.lastIndexOf('/');
        return slash < 0 ? "" : fleetYaml.substring(0, slash);
    }

    @Override
    public int compareTo(ScanId other) {
        int byFile = fleetYaml.compareTo(other.fleetYaml);
        return byFile != 0 ? byFile : tagName.compareTo(other.tagName);
    }

    @Override
    public String toString() {
        return fleetYaml + "#" + tagName;
    }
}
