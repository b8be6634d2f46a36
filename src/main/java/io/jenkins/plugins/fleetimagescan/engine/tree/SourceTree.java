package io.jenkins.plugins.fleetimagescan.engine.tree;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/**
 * A tree of files to read from: the workspace, or a commit of a Git repository. Paths are relative to its root and
 * separated by {@code /}. The {@code .git} folder and symbolic links are not part of it. Filters may be called by
 * several threads at a time.
 */
public interface SourceTree {
    /** The paths of all regular files that the filter accepts, in ascending order of their UTF-16 code units. */
    List<String> find(Predicate<String> filter) throws IOException, InterruptedException;

    /** As {@link #find}, only files whose content contains these bytes. */
    List<String> findContaining(byte[] needle, Predicate<String> filter) throws IOException, InterruptedException;

    /** @throws java.nio.file.NoSuchFileException if there is no such regular file in the tree */
    byte[] read(String path) throws IOException;

    /**
     * The length of a file in bytes, so that a huge one need not be read to be refused.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such regular file in the tree
     */
    default long size(String path) throws IOException {
        return read(path).length;
    }
}
