package io.jenkins.plugins.fleetimagescan.engine.problem;

import java.io.Serializable;

/**
 * Where something was found.
 *
 * @param file path as the user knows it: relative to the workspace, separated by {@code /}
 * @param line counted from 1; 0 means the file as a whole
 * @param column counted from 1 in Unicode code points; 0 means the line as a whole
 */
public record Place(String file, int line, int column) implements Serializable, Comparable<Place> {
    public static Place of(String file) {
        return new Place(file, 0, 0);
    }

    @Override
    public int compareTo(Place other) {
        int byFile = file.compareTo(other.file);
        if (byFile != 0) {
            return byFile;
        }
        int byLine = Integer.compare(line, other.line);
        return byLine != 0 ? byLine : Integer.compare(column, other.column);
    }

    /** {@code file}, {@code file:line} or {@code file:line:column}, the form that editors and terminals turn into links. */
    @Override
    public String toString() {
        if (line == 0) {
            return file;
        }
        return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
