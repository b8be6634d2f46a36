package io.jenkins.plugins.fleetimagescan.engine.git;

import io.jenkins.plugins.fleetimagescan.engine.manifest.FileEdit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * The committed side of a folder. A commit is made from what is committed, never from what lies in the workspace: where
 * the two differ (somebody's changes, line ends, filters) the selections are applied to the committed content.
 */
final class CommittedFiles {
    private final Repository repository;
    private final String prefix;
    private final Set<String> hidden;

    /**
     * @param prefix the folder: empty for the root, else ending with {@code /}
     * @param hidden paths from the root that a sparse checkout leaves out
     */
    CommittedFiles(Repository repository, String prefix, Set<String> hidden) {
        this.repository = repository;
        this.prefix = prefix;
        this.hidden = hidden;
    }

    /** The folder in a commit, without what a sparse checkout leaves out. */
    BlobTree tree(RevCommit commit) throws IOException {
        BlobTree tree = BlobTree.of(repository, commit.getTree(), prefix);
        if (!hidden.isEmpty()) {
            tree.entries().keySet().removeIf(path -> hidden.contains(prefix + path));
        }
        return tree;
    }

    /**
     * What the edits of workspace files mean for the commit.
     *
     * @param notes gets a sentence for each edit that the commit cannot take up
     */
    List<FileEdit> committed(RevCommit base, List<FileEdit> edits, Rewriter rewriter, List<String> notes)
            throws IOException, InterruptedException {
        List<FileEdit> clean = new ArrayList<>();
        SortedMap<String, BlobTree.Entry> differing = new TreeMap<>();
        try (ObjectReader reader = repository.newObjectReader()) {
            for (FileEdit edit : edits) {
                BlobTree.Entry entry = find(reader, base, prefix + edit.path());
                if (entry == null) {
                    notes.add(Messages.CommittedFiles_untracked(edit.path()));
                } else if (reader.getObjectSize(entry.blob(), ObjectReader.OBJ_ANY) == edit.before().length
                        && Arrays.equals(reader.open(entry.blob()).getBytes(), edit.before())) {
                    clean.add(edit);
                } else {
                    differing.put(edit.path(), entry);
                }
            }
        }
        if (!differing.isEmpty()) {
            List<FileEdit> rewritten = rewriter.rewrite(new BlobTree(repository, differing));
            clean.addAll(rewritten);
            rewritten.forEach(edit -> differing.remove(edit.path()));
            differing.keySet().forEach(path -> notes.add(Messages.CommittedFiles_differs(path)));
        }
        return clean;
    }

    /** The regular file at a path, or null: there is nothing, or a link, or the path leads into a submodule. */
    private BlobTree.Entry find(ObjectReader reader, RevCommit commit, String path) throws IOException {
        try (TreeWalk walk = TreeWalk.forPath(reader, path, commit.getTree())) {
            if (walk == null) {
                return null;
            }
            FileMode mode = walk.getFileMode(0);
            return FileMode.REGULAR_FILE.equals(mode) || FileMode.EXECUTABLE_FILE.equals(mode)
                    ? new BlobTree.Entry(walk.getObjectId(0), mode)
                    : null;
        }
    }

    /** The edits with paths from the root of the repository. */
    List<FileEdit> fromRoot(List<FileEdit> edits) {
        return prefix.isEmpty()
                ? edits
                : edits.stream()
                        .map(e -> new FileEdit(prefix + e.path(), e.before(), e.after(), e.updates()))
                        .toList();
    }

    String prefix() {
        return prefix;
    }
}
