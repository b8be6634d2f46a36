package io.jenkins.plugins.fleetimagescan.engine.git;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;

/**
 * A folder for a bare repository that is removed with all that is in it, also when the process is told to end. What a
 * killed process has left is removed when the next one is made in the same place, once it is a day old.
 */
final class TemporaryFolder implements AutoCloseable {
    static final String PREFIX = "fleet-image-scan-";

    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Path path;
    private final Thread atExit;

    private TemporaryFolder(Path path) {
        this.path = path;
        this.atExit = new Thread(() -> delete(path), "fleet-image-scan clean-up");
    }

    static TemporaryFolder create(Path parent) throws IOException {
        Files.createDirectories(parent);
        sweep(parent, Instant.now().minus(ABANDONED));
        TemporaryFolder folder = new TemporaryFolder(Files.createTempDirectory(parent, PREFIX));
        Runtime.getRuntime().addShutdownHook(folder.atExit);
        return folder;
    }

    /** A place that cannot be read is not ours to tidy. */
    private static void sweep(Path parent, Instant before) {
        try (DirectoryStream<Path> candidates = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path candidate : candidates) {
                // The parent may be shared: only what looks like our repositories is taken.
                if (Files.isDirectory(candidate, LinkOption.NOFOLLOW_LINKS)
                        && Files.isDirectory(candidate.resolve("objects"), LinkOption.NOFOLLOW_LINKS)
                        && Files.getLastModifiedTime(candidate).toInstant().isBefore(before)) {
                    delete(candidate);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // The next run tries again.
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        delete(path);
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook does the same once more.
        }
    }

    /** What cannot be deleted stays: a file that is held open elsewhere must not fail a run that is done. */
    static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    // JGit makes objects read-only, which keeps Windows from deleting them.
                    file.toFile().setWritable(true);
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path dir, IOException failure) throws IOException {
                    Files.deleteIfExists(dir);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            folder.toFile().deleteOnExit();
        }
    }
}
