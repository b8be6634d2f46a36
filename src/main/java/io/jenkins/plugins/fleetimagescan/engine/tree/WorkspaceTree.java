package io.jenkins.plugins.fleetimagescan.engine.tree;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** The regular files below a folder on disk. Nothing is followed out of the folder, and nothing is kept open. */
public final class WorkspaceTree implements SourceTree {
    private static final String GIT = ".git";

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
        List<String> found = new ArrayList<>();
        walk(filter, (path, name) -> found.add(name));
        Collections.sort(found);
        return found;
    }

    @Override
    public List<String> findContaining(byte[] needle, Predicate<String> filter)
            throws IOException, InterruptedException {
        try (ContentSearch search = new ContentSearch(needle)) {
            walk(filter, search::add);
            return search.sorted();
        }
    }

    @Override
    public byte[] read(String path) throws IOException {
        return Files.readAllBytes(regularFile(path));
    }

    @Override
    public long size(String path) throws IOException {
        return Files.size(regularFile(path));
    }

    /**
     * Where a file of this tree lies on disk.
     *
     * @throws NoSuchFileException if there is none, it is no regular file, or a symbolic link is on the way to it
     */
    public Path regularFile(String path) throws IOException {
        Path file = root.resolve(path);
        // Both spellings differ exactly where a link is on the way, the file itself included.
        Path real = file.toRealPath(LinkOption.NOFOLLOW_LINKS);
        boolean inside = real.startsWith(root) && !real.equals(root) && real.equals(file.toRealPath());
        if (!inside || !Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(path, null, Messages.WorkspaceTree_notRegular());
        }
        return real;
    }

    /** What is done with each accepted file. */
    interface Visit {
        void file(Path path, String name) throws IOException, InterruptedException;
    }

    private void walk(Predicate<String> filter, Visit visit) throws IOException, InterruptedException {
        Walk walk = new Walk(root, filter, visit);
        Files.walkFileTree(root, walk);
        if (walk.interrupted != null) {
            throw walk.interrupted;
        }
    }

    private static final class Walk extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Predicate<String> filter;
        private final Visit visit;
        private final StringBuilder folder = new StringBuilder();
        private InterruptedException interrupted;

        Walk(Path root, Predicate<String> filter, Visit visit) {
            this.root = root;
            this.filter = filter;
            this.visit = visit;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            if (dir.equals(root)) {
                return FileVisitResult.CONTINUE;
            }
            String name = dir.getFileName().toString();
            if (name.equals(GIT)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            folder.append(name).append('/');
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path dir, IOException failure) throws IOException {
            if (failure != null) {
                throw unreadable(dir, failure);
            }
            if (!dir.equals(root)) {
                folder.setLength(folder.lastIndexOf("/", folder.length() - 2) + 1);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (!attributes.isRegularFile()) {
                return FileVisitResult.CONTINUE;
            }
            String name = folder + file.getFileName().toString();
            if (!filter.test(name)) {
                return FileVisitResult.CONTINUE;
            }
            try {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                visit.file(file, name);
            } catch (InterruptedException e) {
                interrupted = e;
                return FileVisitResult.TERMINATE;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE; // Vanished since its folder was listed.
            }
            throw unreadable(file, failure);
        }

        private IOException unreadable(Path path, IOException failure) {
            String relative = root.relativize(path).toString();
            IOException named =
                    new FileSystemException(relative, null, Messages.WorkspaceTree_unreadable(String.valueOf(failure)));
            named.initCause(failure);
            return named;
        }
    }
}
