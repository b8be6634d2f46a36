package io.jenkins.plugins.fleetimagescan.engine.run;

import io.jenkins.plugins.fleetimagescan.engine.tree.WorkspaceTree;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** How the GitRepo file of a request is read: in a build from the workspace only, on the command line from anywhere. */
@FunctionalInterface
public interface GitRepoFile {
    /**
     * @param path as the request has it
     * @throws NoSuchFileException if there is no such file that may be read
     */
    byte[] read(String path) throws IOException;

    /** Files within the workspace, by their path in it or their absolute path. Symbolic links are not followed. */
    static GitRepoFile within(Path workspace) {
        return path -> {
            WorkspaceTree tree = new WorkspaceTree(workspace);
            Path folder = workspace.toAbsolutePath().normalize();
            try {
                Path file = folder.resolve(path).normalize();
                return tree.read(file.startsWith(folder) ? name(folder.relativize(file)) : path);
            } catch (InvalidPathException e) {
                throw new NoSuchFileException(path, null, e.getReason());
            }
        };
    }

    private static String name(Path path) {
        StringBuilder name = new StringBuilder();
        path.forEach(part -> name.append(name.isEmpty() ? "" : "/").append(part));
        return name.toString();
    }
}
