package io.jenkins.plugins.fleetimagescan.engine.manifest;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.problem.Place;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import io.jenkins.plugins.fleetimagescan.engine.tree.WorkspaceTree;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Replaces files of a workspace: the new content is written beside the file and then renamed over it. Whoever reads
 * the file, and whenever the process is killed, finds it old or new as a whole.
 *
 * <p>The content is not forced to the disk: after a power failure a workspace is checked out anew, as Git does not
 * force its work tree either, and forcing 500 files costs more than everything else that a run does.
 *
 * <p>Hard links to a file keep the old content.
 */
public final class FileReplacer {
    private static final String SUFFIX = ".fleet-image-scan.tmp";
    private static final Duration ABANDONED = Duration.ofHours(1);
    private static final String UNIX = "unix:mode,uid,gid";
    private static final int ANY_WRITE_BIT = 0222;
    private static final int MODE_BITS = 07777;

    /**
     * What became of the edits.
     *
     * @param done the edits that are on disk
     * @param problems an error for each of the others, which are on disk as they were
     */
    public record Outcome(List<FileEdit> done, List<Problem> problems) {
        public Outcome {
            done = List.copyOf(done);
            problems = List.copyOf(problems);
        }
    }

    private final WorkspaceTree tree;

    public FileReplacer(WorkspaceTree tree) {
        this.tree = tree;
    }

    /**
     * Replaces what can be replaced. On interruption each file is new or old.
     *
     * @param edits of different files
     */
    public Outcome replaceAll(Collection<FileEdit> edits) throws InterruptedException {
        List<FileEdit> done = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        try (Workers<Optional<Problem>> workers = Workers.forWriting()) {
            for (FileEdit edit : edits) {
                workers.add(() -> tryReplace(edit));
            }
            Iterator<Optional<Problem>> results = workers.results().iterator();
            for (FileEdit edit : edits) {
                results.next().ifPresentOrElse(problems::add, () -> done.add(edit));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e); // Those have become problems.
        }
        return new Outcome(done, problems);
    }

    private Optional<Problem> tryReplace(FileEdit edit) throws InterruptedException {
        try {
            replace(edit);
            return Optional.empty();
        } catch (FileSystemException e) {
            return Optional.of(Problem.error(Place.of(edit.path()), e.getReason()));
        }
    }

    /**
     * Replaces one file, keeping its mode and its owner.
     *
     * @throws FileSystemException naming the path and, as its reason, why: the file is a link, is gone, is read-only, is
     *     no longer as it was read, or cannot be written; it is then unchanged
     */
    public void replace(FileEdit edit) throws FileSystemException, InterruptedException {
        try {
            Path file = tree.regularFile(edit.path());
            Map<String, Object> unix = unixAttributes(file);
            if (isReadOnly(file, unix)) {
                throw failed(edit, Messages.FileReplacer_readOnly(), null);
            }
            if (!Arrays.equals(Files.readAllBytes(file), edit.before())) {
                throw failed(edit, Messages.FileReplacer_changed(), null);
            }
            write(file, edit.after(), unix);
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            throw (InterruptedException) new InterruptedException().initCause(e);
        } catch (NoSuchFileException e) {
            throw failed(edit, Messages.FileReplacer_gone(), e);
        } catch (AccessDeniedException e) {
            throw failed(edit, Messages.FileReplacer_denied(e.getFile()), e);
        } catch (IOException e) {
            if (e instanceof FileSystemException named && edit.path().equals(named.getFile())) {
                throw named;
            }
            throw failed(edit, Messages.FileReplacer_failed(String.valueOf(e.getMessage())), e);
        }
    }

    private static FileSystemException failed(FileEdit edit, String reason, @CheckForNull IOException cause) {
        FileSystemException failed = new FileSystemException(edit.path(), null, reason);
        failed.initCause(cause);
        return failed;
    }

    private static boolean isReadOnly(Path file, @CheckForNull Map<String, Object> unix) {
        // The superuser may write everything, yet a file without any write permission is not meant to change.
        boolean readOnly = unix != null && ((Integer) unix.get("mode") & ANY_WRITE_BIT) == 0;
        return readOnly || !Files.isWritable(file);
    }

    private static void write(Path file, byte[] content, @CheckForNull Map<String, Object> unix) throws IOException {
        Path temporary = create(file, content);
        boolean moved = false;
        try {
            if (unix != null) {
                keep(temporary, unix);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            moved = true;
        } finally {
            if (!moved) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /**
     * The half-written files that killed processes have left in a work tree, and those of processes that are at work.
     * Nested repositories' own folders ({@code .git}) and folders that cannot be read are left out.
     */
    public static List<Path> leftBehind(Path workTree) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(workTree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return folder.endsWith(".git") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && file.toString().endsWith(SUFFIX)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    /**
     * A new file beside the one to be replaced. Its name is usually the same, so that what a killed process has left
     * behind is found and removed; something younger may belong to a run under way and is left alone.
     */
    private static Path create(Path file, byte[] content) throws IOException {
        Path usual = file.resolveSibling("." + file.getFileName() + SUFFIX);
        try {
            return writeNew(usual, content);
        } catch (FileAlreadyExistsException e) {
            FileTime modified = Files.getLastModifiedTime(usual, LinkOption.NOFOLLOW_LINKS);
            if (modified.toInstant().isBefore(Instant.now().minus(ABANDONED))) {
                Files.delete(usual);
                return writeNew(usual, content);
            }
            return writeNew(file.resolveSibling("." + UUID.randomUUID() + SUFFIX), content);
        }
    }

    private static Path writeNew(Path temporary, byte[] content) throws IOException {
        try {
            return Files.write(temporary, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw e; // It is not ours to be deleted.
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    private static void keep(Path temporary, Map<String, Object> wanted) throws IOException {
        Map<String, Object> has = Files.readAttributes(temporary, UNIX, LinkOption.NOFOLLOW_LINKS);
        for (String id : List.of("gid", "uid")) {
            if (!has.get(id).equals(wanted.get(id))) {
                Files.setAttribute(temporary, "unix:" + id, wanted.get(id), LinkOption.NOFOLLOW_LINKS);
            }
        }
        int mode = (Integer) wanted.get("mode") & MODE_BITS;
        if (mode != ((Integer) has.get("mode") & MODE_BITS)) {
            Files.setAttribute(temporary, "unix:mode", mode);
        }
    }

    @CheckForNull
    private static Map<String, Object> unixAttributes(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? Files.readAttributes(file, UNIX, LinkOption.NOFOLLOW_LINKS)
                : null;
    }
}
