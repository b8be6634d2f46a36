package io.jenkins.plugins.fleetimagescan.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.manifest.FileReplacer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Lets one run at a time publish from a repository, so that parallel stages of a build can share a workspace, and
 * removes the lock files ({@code index.lock}, {@code HEAD.lock}, …) that a killed run has left, which would stop Git for
 * good. The operating system gives up this lock when the process ends in whatever way; the time written in its file is
 * removed only by an orderly end, so a time found there is when the killed run began.
 *
 * <p>A lock file counts as left by the killed run if it is not older than that time and stays for two seconds. A lock
 * file of anybody else is older, or goes away. Half-written files of the work tree are found in the same way.
 */
final class RunLock implements AutoCloseable {
    static final String NAME = "fleet-image-scan.lock";

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration STAYS = Duration.ofSeconds(2);
    /** File systems keep times less exactly than the clock. */
    private static final Duration COARSE = Duration.ofSeconds(2);

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /** For a repository without a work tree. */
    static RunLock acquire(Path gitDir) throws InterruptedException {
        return acquire(gitDir, null);
    }

    /**
     * Waits for the others. Where files cannot be locked (some network file systems) nothing is locked.
     *
     * @param workTree null if there is none
     */
    static RunLock acquire(Path gitDir, @CheckForNull Path workTree) throws InterruptedException {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    gitDir.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            while (!tryLock(channel)) {
                Thread.sleep(POLL.toMillis());
            }
            RunLock lock = new RunLock(channel);
            lock.clean(gitDir, workTree);
            lock.write(Instant.now().toString());
            return lock;
        } catch (IOException e) {
            close(channel);
            return new RunLock(null);
        } catch (InterruptedException e) {
            close(channel);
            throw e;
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // Another thread of this process holds it.
            return false;
        }
    }

    private void clean(Path gitDir, @CheckForNull Path workTree) throws IOException, InterruptedException {
        ByteBuffer text = ByteBuffer.allocate(64);
        channel.read(text, 0);
        if (text.position() == 0) {
            return;
        }
        Instant began;
        try {
            began = Instant.parse(new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII));
        } catch (DateTimeParseException e) {
            // Killed while it wrote the time: before it locked anything else.
            return;
        }
        Map<Path, FileTime> suspects = new HashMap<>();
        List<Path> left = lockFiles(gitDir);
        if (workTree != null) {
            left.addAll(FileReplacer.leftBehind(workTree));
        }
        for (Path file : left) {
            FileTime time = modified(file);
            if (time != null && !time.toInstant().isBefore(began.minus(COARSE))) {
                suspects.put(file, time);
            }
        }
        Instant end = Instant.now().plus(STAYS);
        while (!suspects.isEmpty() && Instant.now().isBefore(end)) {
            Thread.sleep(POLL.toMillis());
            suspects.entrySet().removeIf(e -> !e.getValue().equals(modified(e.getKey())));
        }
        for (Path file : suspects.keySet()) {
            Files.deleteIfExists(file);
        }
    }

    private static List<Path> lockFiles(Path gitDir) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String name : List.of("index.lock", "HEAD.lock", "packed-refs.lock", "shallow.lock")) {
            found.add(gitDir.resolve(name));
        }
        Path refs = gitDir.resolve("refs");
        if (Files.isDirectory(refs)) {
            try (Stream<Path> files = Files.walk(refs)) {
                files.filter(f -> f.getFileName().toString().endsWith(".lock")).forEach(found::add);
            }
        }
        return found;
    }

    /** Null if there is no such file. */
    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return null;
        }
    }

    private void write(String text) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    @Override
    public void close() {
        if (channel != null) {
            try {
                channel.truncate(0);
            } catch (IOException e) {
                // The next run looks for lock files and finds none.
            }
            close(channel);
        }
    }

    private static void close(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // Nothing was promised to anybody.
        }
    }
}
