package io.jenkins.plugins.fleetimagescan.engine.manifest;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.problem.Place;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import io.jenkins.plugins.fleetimagescan.engine.tree.WorkspaceTree;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    private static final String PREFIX = ".fleet-image-scan-";
    private static final String SUFFIX = ".tmp";
    private static final Duration ABANDONED = Duration.ofHours(1);
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

    /** Replaces what can be replaced. On interruption the files so far are new and the others old. */
    public Outcome replaceAll(Collection<FileEdit> edits) throws InterruptedException {
        List<FileEdit> done = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Set<Path> swept = new HashSet<>();
        for (FileEdit edit : edits) {
            try {
                Path folder = replace(edit).getParent();
                done.add(edit);
                if (swept.add(folder)) {
                    removeAbandoned(folder);
                }
            } catch (IOException e) {
                problems.add(Problem.error(Place.of(edit.path()), reason(e)));
            }
        }
        return new Outcome(done, problems);
    }

    /**
     * Replaces one file, keeping its mode and its owner.
     *
     * @return the file on disk
     * @throws FileSystemException naming the path and why: the file is a link, is gone, is read-only, is no longer as it
     *     was read, or cannot be written; it is then unchanged
     */
    public Path replace(FileEdit edit) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        try {
            Path file = tree.regularFile(edit.path());
            Map<String, Object> unix = unixAttributes(file);
            requireWritable(edit, file, unix);
            if (!Arrays.equals(Files.readAllBytes(file), edit.before())) {
                throw new FileSystemException(edit.path(), null, Messages.FileReplacer_changed());
            }
            write(file, edit.after(), unix);
            return file;
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            throw (InterruptedException) new InterruptedException().initCause(e);
        } catch (NoSuchFileException e) {
            throw named(edit, Messages.FileReplacer_gone(), e);
        } catch (AccessDeniedException e) {
            throw named(edit, Messages.FileReplacer_denied(e.getFile()), e);
        }
    }

    private static void requireWritable(FileEdit edit, Path file, @CheckForNull Map<String, Object> unix)
            throws IOException {
        // The superuser may write everything, yet a file without any write permission is not meant to change.
        boolean protectedFile = unix != null && ((Integer) unix.get("mode") & ANY_WRITE_BIT) == 0;
        if (protectedFile || !Files.isWritable(file)) {
            throw new FileSystemException(edit.path(), null, Messages.FileReplacer_readOnly());
        }
    }

    private static void write(Path file, byte[] content, @CheckForNull Map<String, Object> unix) throws IOException {
        Path temporary = Files.createTempFile(file.getParent(), PREFIX, SUFFIX);
        try {
            Files.write(temporary, content);
            if (unix != null) {
                keep(temporary, unix);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void keep(Path temporary, Map<String, Object> wanted) throws IOException {
        Map<String, Object> has = Files.readAttributes(temporary, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
        for (String id : List.of("gid", "uid")) {
            if (!has.get(id).equals(wanted.get(id))) {
                Files.setAttribute(temporary, "unix:" + id, wanted.get(id), LinkOption.NOFOLLOW_LINKS);
            }
        }
        Files.setAttribute(temporary, "unix:mode", (Integer) wanted.get("mode") & MODE_BITS);
    }

    @CheckForNull
    private static Map<String, Object> unixAttributes(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? Files.readAttributes(file, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS)
                : null;
    }

    /** Removes what a killed process has left behind; a younger file may belong to a run that is under way. */
    private static void removeAbandoned(Path folder) throws IOException {
        Instant limit = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            for (Path file : left) {
                if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                        .toInstant()
                        .isBefore(limit)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static FileSystemException named(FileEdit edit, String reason, IOException cause) {
        FileSystemException named = new FileSystemException(edit.path(), null, reason);
        named.initCause(cause);
        return named;
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException failure
                && failure.getReason() != null
                && !(failure.getCause() == null && failure.getOtherFile() != null)) {
            return failure.getReason();
        }
        return Messages.FileReplacer_failed(String.valueOf(e.getMessage()));
    }
}
