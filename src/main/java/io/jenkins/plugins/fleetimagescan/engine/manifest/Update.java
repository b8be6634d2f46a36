package io.jenkins.plugins.fleetimagescan.engine.manifest;

import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import java.io.Serializable;

/**
 * One scalar that gets another value.
 *
 * @param file path relative to the workspace, separated by {@code /}
 * @param line counted from 1
 * @param column counted from 1 in code points: the first character of the scalar
 * @param oldValue the scalar's value, not its spelling
 */
public record Update(String file, int line, int column, ScanId scan, MarkerForm form, String oldValue, String newValue)
        implements Serializable {}
