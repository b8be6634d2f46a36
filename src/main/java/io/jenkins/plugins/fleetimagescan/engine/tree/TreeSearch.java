package io.jenkins.plugins.fleetimagescan.engine.tree;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** One search through the folders of a tree, on a few threads of its own. Symbolic links are not followed. */
final class TreeSearch {
    private static final String GIT = ".git";
    private static final int MAX_THREADS = 8;
    private static final int BATCH = 64;

    private final Path root;
    private final Predicate<String> filter;

    @CheckForNull
    private final Needle needle;

    /** One for each thread, not for each folder, whose files are mostly smaller than the buffer to be cleared. */
    private final ThreadLocal<byte[]> buffers = ThreadLocal.withInitial(() -> new byte[Needle.BUFFER]);

    private final List<String> found = new ArrayList<>();
    private final AtomicReference<IOException> failure = new AtomicReference<>();

    /** @param needle what the files must contain; null for all files */
    TreeSearch(Path root, Predicate<String> filter, @CheckForNull Needle needle) {
        this.root = root;
        this.filter = filter;
        this.needle = needle;
    }

    /** The names of the files found, in ascending order. */
    List<String> run() throws IOException, InterruptedException {
        ForkJoinPool threads =
                new ForkJoinPool(Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors()));
        try {
            threads.submit(new Folder(root, "")).get();
        } catch (ExecutionException e) {
            // What can fail with files is collected, so this is the filter's, or a defect.
            throw e.getCause() instanceof RuntimeException defect ? defect : new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        Collections.sort(found);
        return List.copyOf(found);
    }

    private void fail(String name, IOException e) {
        if (e instanceof ClosedByInterruptException) {
            return; // The caller has given up.
        }
        String path = name.isEmpty() ? root.toString() : name;
        IOException named = new FileSystemException(path, null, Messages.WorkspaceTree_unreadable(String.valueOf(e)));
        named.initCause(e);
        failure.compareAndSet(null, named);
    }

    private record Candidate(Path path, String name, long size) {}

    /** A folder with everything below it. */
    private final class Folder implements Runnable {
        private final Path folder;
        private final String prefix;

        /** @param prefix the name of the folder within the tree with a slash behind it; empty for the root */
        Folder(Path folder, String prefix) {
            this.folder = folder;
            this.prefix = prefix;
        }

        @Override
        public void run() {
            if (failure.get() != null) {
                return;
            }
            List<ForkJoinTask<?>> parts = new ArrayList<>();
            List<Candidate> batch = new ArrayList<>();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    add(entry, prefix + entry.getFileName(), parts, batch);
                    if (batch.size() == BATCH) {
                        parts.add(ForkJoinTask.adapt(new Content(batch)).fork());
                        batch = new ArrayList<>();
                    }
                }
            } catch (NoSuchFileException | NotDirectoryException e) {
                // Vanished since the folder above was listed.
            } catch (DirectoryIteratorException e) {
                fail(prefix, e.getCause());
            } catch (IOException e) {
                fail(prefix, e);
            }
            search(batch);
            // The first parts are those that another thread has taken, so this one works on the last meanwhile.
            for (int i = parts.size() - 1; i >= 0; i--) {
                parts.get(i).join();
            }
        }

        private void add(Path entry, String name, List<ForkJoinTask<?>> parts, List<Candidate> batch)
                throws IOException {
            BasicFileAttributes attributes;
            try {
                attributes = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            } catch (NoSuchFileException e) {
                return;
            }
            if (attributes.isDirectory()) {
                if (!name.equals(GIT) && !name.endsWith("/" + GIT)) {
                    parts.add(ForkJoinTask.adapt(new Folder(entry, name + "/")).fork());
                }
            } else if (attributes.isRegularFile() && filter.test(name)) {
                batch.add(new Candidate(entry, name, attributes.size()));
            }
        }
    }

    /** A few files of one folder. */
    private final class Content implements Runnable {
        private final List<Candidate> batch;

        Content(List<Candidate> batch) {
            this.batch = batch;
        }

        @Override
        public void run() {
            search(batch);
        }
    }

    private void search(List<Candidate> batch) {
        List<String> matching = new ArrayList<>();
        byte[] buffer = needle == null ? null : buffers.get();
        for (Candidate candidate : batch) {
            try {
                if (buffer == null || needle.isIn(candidate.path, candidate.size, buffer)) {
                    matching.add(candidate.name);
                }
            } catch (NoSuchFileException e) {
                continue; // Vanished since its folder was listed.
            } catch (IOException e) {
                fail(candidate.name, e);
                return;
            }
        }
        if (!matching.isEmpty()) {
            synchronized (found) {
                found.addAll(matching);
            }
        }
    }
}
