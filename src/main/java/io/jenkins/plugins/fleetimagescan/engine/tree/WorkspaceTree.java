package io.jenkins.plugins.fleetimagescan.engine.tree;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The regular files below a folder on disk. Nothing is followed out of the folder, and nothing is kept open. */
public final class WorkspaceTree implements SourceTree {
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    /** What a decoder puts in the place of bytes that it cannot read. */
    private static final char REPLACEMENT = '\uFFFD';

    private final Path root;

    /** @param root an existing folder; may itself be reached through symbolic links */
    public WorkspaceTree(Path root) throws IOException {
        this.root = root.toRealPath();
    }

    /** The folder with all symbolic links resolved. */
    public Path root() {
        return root;
    }

    @Override
    public List<String> find(Predicate<String> filter) throws IOException, InterruptedException {
        return new TreeSearch(root, filter, null).run();
    }

    @Override
    public List<String> findContaining(byte[] needle, Predicate<String> filter)
            throws IOException, InterruptedException {
        return new TreeSearch(root, filter, new Needle(needle)).run();
    }

    @Override
    public byte[] read(String path) throws IOException {
        try (var channel = Files.newByteChannel(regularFile(path), READ);
                var stream = Channels.newInputStream(channel)) {
            return stream.readAllBytes();
        }
    }

    @Override
    public long size(String path) throws IOException {
        return attributes(path).size();
    }

    /**
     * Where a file of this tree lies on disk.
     *
     * @throws NoSuchFileException if there is none, it is no regular file, or a symbolic link is on the way to it
     */
    public Path regularFile(String path) throws IOException {
        attributes(path);
        return root.resolve(path);
    }

    /**
     * Why a file that was listed cannot be found by its name: Java has read the name with another encoding than it is
     * written in, usually because the process runs without a UTF-8 locale.
     *
     * @return what to do; null if the name is not the reason
     */
    @CheckForNull
    public static String unreadableName(String path) {
        return path.indexOf(REPLACEMENT) < 0
                ? null
                : Messages.WorkspaceTree_name(System.getProperty("sun.jnu.encoding", "-"));
    }

    /** Looks at each step of the way, so that no link leads out of the tree. */
    private BasicFileAttributes attributes(String path) throws IOException {
        BasicFileAttributes attributes = null;
        Path step = root;
        try {
            for (String name : path.split("/", -1)) {
                boolean leavesOrStays = name.isEmpty() || name.equals(".") || name.equals("..");
                if (leavesOrStays || attributes != null && !attributes.isDirectory()) {
                    throw new NoSuchFileException(path, null, Messages.WorkspaceTree_notRegular());
                }
                step = step.resolve(name);
                attributes = Files.readAttributes(step, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            }
        } catch (InvalidPathException e) {
            throw new NoSuchFileException(path, null, e.getReason());
        }
        if (!step.startsWith(root) || attributes == null || !attributes.isRegularFile()) {
            throw new NoSuchFileException(path, null, Messages.WorkspaceTree_notRegular());
        }
        return attributes;
    }
}
