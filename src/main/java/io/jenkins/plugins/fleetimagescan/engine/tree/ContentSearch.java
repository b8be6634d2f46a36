package io.jenkins.plugins.fleetimagescan.engine.tree;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Tells which of many files contain a sequence of bytes. Files are searched in batches by a few threads, and by the
 * caller itself when these are busy: what waits is bounded, whatever the number and the size of the files.
 */
final class ContentSearch implements AutoCloseable {
    private static final int MAX_THREADS = 8;
    private static final int BATCH = 64;
    private static final int BUFFER = 1 << 16;
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private record Candidate(Path path, String name) {}

    private final byte[] needle;
    private final ThreadPoolExecutor threads;
    private final List<String> found = new ArrayList<>();
    private IOException failure;
    private List<Candidate> batch = new ArrayList<>(BATCH);

    ContentSearch(byte[] needle) {
        if (needle.length == 0 || needle.length > BUFFER / 2) {
            throw new IllegalArgumentException("a needle has 1 to " + BUFFER / 2 + " bytes: " + needle.length);
        }
        this.needle = needle.clone();
        int size = Math.max(1, Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors()) - 1);
        threads = new ThreadPoolExecutor(
                size,
                size,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(2 * size),
                task -> {
                    Thread thread = new Thread(task, "fleet-image-scan search");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.CallerRunsPolicy());
    }

    void add(Path path, String name) throws IOException {
        batch.add(new Candidate(path, name));
        if (batch.size() == BATCH) {
            submit();
        }
    }

    private void submit() throws IOException {
        List<Candidate> full = batch;
        batch = new ArrayList<>(BATCH);
        threads.execute(() -> search(full));
        throwFailure();
    }

    /** Waits for the searches under way; the names of the files that contain the needle, in ascending order. */
    List<String> sorted() throws IOException, InterruptedException {
        submit();
        threads.shutdown();
        threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        throwFailure();
        synchronized (found) {
            Collections.sort(found);
            return List.copyOf(found);
        }
    }

    private void throwFailure() throws IOException {
        synchronized (found) {
            if (failure != null) {
                throw failure;
            }
        }
    }

    private void search(List<Candidate> candidates) {
        byte[] buffer = new byte[BUFFER];
        for (Candidate candidate : candidates) {
            try {
                if (contains(candidate.path, buffer)) {
                    synchronized (found) {
                        found.add(candidate.name);
                    }
                }
            } catch (NoSuchFileException e) {
                continue; // Vanished since its folder was listed.
            } catch (ClosedByInterruptException e) {
                return; // The thread's interrupt status is set, which ends the whole search.
            } catch (IOException | RuntimeException | Error e) {
                IOException named = new FileSystemException(
                        candidate.name, null, Messages.WorkspaceTree_unreadable(String.valueOf(e)));
                named.initCause(e);
                synchronized (found) {
                    failure = named;
                }
                return;
            }
        }
    }

    private boolean contains(Path path, byte[] buffer) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(path, READ)) {
            ByteBuffer target = ByteBuffer.wrap(buffer);
            while (channel.read(target) >= 0) {
                int length = target.position();
                if (indexOf(buffer, length) >= 0) {
                    return true;
                }
                // A needle may lie across two reads.
                int keep = Math.min(length, needle.length - 1);
                System.arraycopy(buffer, length - keep, buffer, 0, keep);
                target.position(keep);
            }
            return false;
        }
    }

    private int indexOf(byte[] buffer, int length) {
        byte first = needle[0];
        for (int i = 0, last = length - needle.length; i <= last; i++) {
            if (buffer[i] == first && matches(buffer, i)) {
                return i;
            }
        }
        return -1;
    }

    private boolean matches(byte[] buffer, int at) {
        for (int i = 1; i < needle.length; i++) {
            if (buffer[at + i] != needle[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
