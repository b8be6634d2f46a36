package io.jenkins.plugins.fleetimagescan.engine.git;

import io.jenkins.plugins.fleetimagescan.engine.tree.SourceTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Regular files of a repository's object database, as a tree to read from. Reads are bounded; not thread-safe. */
final class BlobTree implements SourceTree {
    private static final int PIECE = 1 << 16;

    /** A blob and how it is entered in its folder. */
    record Entry(ObjectId blob, FileMode mode) {}

    private final Repository repository;
    private final SortedMap<String, Entry> entries;

    BlobTree(Repository repository, SortedMap<String, Entry> entries) {
        this.repository = repository;
        this.entries = entries;
    }

    /**
     * The files of a tree object.
     *
     * @param prefix folder that the paths are relative to: empty, or ending with {@code /}
     */
    static BlobTree of(Repository repository, AnyObjectId tree, String prefix) throws IOException {
        // A TreeMap of strings is in the order of UTF-16 code units, which is what SourceTree promises.
        SortedMap<String, Entry> entries = new TreeMap<>();
        try (ObjectReader reader = repository.newObjectReader();
                TreeWalk walk = prefix.isEmpty()
                        ? new TreeWalk(repository, reader)
                        : TreeWalk.forPath(reader, prefix.substring(0, prefix.length() - 1), tree)) {
            if (walk == null) {
                return new BlobTree(repository, entries);
            }
            if (prefix.isEmpty()) {
                walk.addTree(tree);
            } else if (walk.isSubtree()) {
                walk.enterSubtree();
            } else {
                return new BlobTree(repository, entries);
            }
            int depth = walk.getDepth();
            while (walk.next()) {
                if (walk.getDepth() < depth) {
                    break;
                }
                FileMode mode = walk.getFileMode(0);
                if (walk.isSubtree()) {
                    walk.enterSubtree();
                } else if (FileMode.REGULAR_FILE.equals(mode) || FileMode.EXECUTABLE_FILE.equals(mode)) {
                    entries.put(walk.getPathString().substring(prefix.length()), new Entry(walk.getObjectId(0), mode));
                }
            }
        }
        return new BlobTree(repository, entries);
    }

    SortedMap<String, Entry> entries() {
        return entries;
    }

    @Override
    public List<String> find(Predicate<String> filter) {
        return entries.keySet().stream().filter(filter).toList();
    }

    @Override
    public List<String> findContaining(byte[] needle, Predicate<String> filter)
            throws IOException, InterruptedException {
        List<String> found = new ArrayList<>();
        try (ObjectReader reader = repository.newObjectReader()) {
            for (var entry : entries.entrySet()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (filter.test(entry.getKey()) && contains(reader, entry.getValue(), needle)) {
                    found.add(entry.getKey());
                }
            }
        }
        return found;
    }

    @Override
    public byte[] read(String path) throws IOException {
        try (ObjectReader reader = repository.newObjectReader()) {
            return read(reader, entry(path));
        }
    }

    private Entry entry(String path) throws NoSuchFileException {
        Entry entry = entries.get(path);
        if (entry == null) {
            throw new NoSuchFileException(path);
        }
        return entry;
    }

    @Override
    public long size(String path) throws IOException {
        try (ObjectReader reader = repository.newObjectReader()) {
            return reader.getObjectSize(entry(path).blob(), Constants.OBJ_BLOB);
        }
    }

    /** Also what JGit takes for large, which it reads only where a limit is named. */
    private static byte[] read(ObjectReader reader, Entry entry) throws IOException {
        return reader.open(entry.blob()).getBytes(Integer.MAX_VALUE);
    }

    /** Reads in pieces: a blob may be larger than the memory. */
    private static boolean contains(ObjectReader reader, Entry entry, byte[] needle) throws IOException {
        ObjectLoader blob = reader.open(entry.blob());
        if (!blob.isLarge()) {
            byte[] text = blob.getCachedBytes();
            return contains(text, text.length, needle);
        }
        byte[] piece = new byte[PIECE];
        int kept = 0;
        try (InputStream content = blob.openStream()) {
            int count = content.readNBytes(piece, 0, piece.length);
            while (count > 0) {
                if (contains(piece, kept + count, needle)) {
                    return true;
                }
                // What is looked for may lie across two pieces.
                int length = kept + count;
                kept = Math.min(length, needle.length - 1);
                System.arraycopy(piece, length - kept, piece, 0, kept);
                count = content.readNBytes(piece, kept, piece.length - kept);
            }
        }
        return false;
    }

    private static boolean contains(byte[] text, int length, byte[] needle) {
        if (needle.length == 0) {
            return true;
        }
        for (int i = 0; i <= length - needle.length; i++) {
            if (text[i] == needle[0] && java.util.Arrays.equals(text, i, i + needle.length, needle, 0, needle.length)) {
                return true;
            }
        }
        return false;
    }
}
