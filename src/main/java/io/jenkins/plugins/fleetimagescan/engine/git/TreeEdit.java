package io.jenkins.plugins.fleetimagescan.engine.git;

import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/** Other contents for files of a tree object. Only the folders on the way are read and written; modes stay. */
final class TreeEdit {
    private final ObjectReader reader;
    private final ObjectInserter inserter;

    TreeEdit(ObjectReader reader, ObjectInserter inserter) {
        this.reader = reader;
        this.inserter = inserter;
    }

    /**
     * @param blobs new content by path; every path is a file of the tree
     * @return the new tree object
     */
    ObjectId apply(ObjectId tree, Map<String, ObjectId> blobs) throws IOException {
        SortedMap<String, ObjectId> here = new TreeMap<>();
        SortedMap<String, SortedMap<String, ObjectId>> below = new TreeMap<>();
        blobs.forEach((path, blob) -> {
            int slash = path.indexOf('/');
            if (slash < 0) {
                here.put(path, blob);
            } else {
                below.computeIfAbsent(path.substring(0, slash), k -> new TreeMap<>())
                        .put(path.substring(slash + 1), blob);
            }
        });
        TreeFormatter changed = new TreeFormatter();
        CanonicalTreeParser entries = new CanonicalTreeParser(null, reader, tree);
        while (!entries.eof()) {
            String name = entries.getEntryPathString();
            FileMode mode = entries.getEntryFileMode();
            ObjectId id = entries.getEntryObjectId();
            if (FileMode.TREE.equals(mode) && below.containsKey(name)) {
                id = apply(id, below.remove(name));
            } else if (here.containsKey(name)) {
                id = here.remove(name);
            }
            changed.append(name, mode, id);
            entries.next();
        }
        if (!here.isEmpty() || !below.isEmpty()) {
            throw new CorruptObjectException(tree, "not in the tree: " + here.keySet() + below.keySet());
        }
        return inserter.insert(changed);
    }
}
