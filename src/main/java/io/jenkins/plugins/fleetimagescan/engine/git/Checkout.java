package io.jenkins.plugins.fleetimagescan.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.manifest.FileEdit;
import io.jenkins.plugins.fleetimagescan.engine.manifest.FileReplacer;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import io.jenkins.plugins.fleetimagescan.engine.tree.WorkspaceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteConfig;
import org.eclipse.jgit.treewalk.TreeWalk;

/** The local side of a workspace: its index, HEAD and remote-tracking branch, brought up to date after a commit. */
final class Checkout {
    private final Repository repository;
    private final String prefix;

    Checkout(Repository repository, String prefix) {
        this.repository = repository;
        this.prefix = prefix;
    }

    /** Short name of the checked-out branch; null if HEAD is detached. */
    @CheckForNull
    String localBranch() throws IOException {
        Ref head = repository.exactRef(Constants.HEAD);
        return head != null && head.isSymbolic()
                ? Repository.shortenRefName(head.getTarget().getName())
                : null;
    }

    /** Paths that a sparse checkout leaves out; empty if the index cannot be read, as JGit cannot read a sparse index. */
    Set<String> hidden() {
        Set<String> hidden = new HashSet<>();
        try {
            DirCache index = repository.readDirCache();
            for (int i = 0; i < index.getEntryCount(); i++) {
                if (index.getEntry(i).isSkipWorkTree()) {
                    hidden.add(index.getEntry(i).getPathString());
                }
            }
        } catch (IOException e) {
            return Set.of();
        }
        return hidden;
    }

    /** Enters the commit's files into the index, as {@code git commit} would, and moves HEAD from its parent to it. */
    void advance(ObjectId base, ObjectId commit, List<FileEdit> edits) throws IOException {
        updateIndex(base, commit, edits);
        RefUpdate update = repository.updateRef(Constants.HEAD);
        update.setExpectedOldObjectId(base);
        update.setNewObjectId(commit);
        update.setRefLogMessage("commit: fleet image scan", false);
        require(update, Constants.HEAD);
    }

    private void updateIndex(ObjectId base, ObjectId commit, List<FileEdit> edits) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit before = walk.parseCommit(base);
            RevCommit after = walk.parseCommit(commit);
            DirCache index = repository.lockDirCache();
            try {
                DirCacheEditor editor = index.editor();
                for (FileEdit edit : edits) {
                    String path = prefix + edit.path();
                    ObjectId old = blob(path, before);
                    ObjectId now = blob(path, after);
                    editor.add(new DirCacheEditor.PathEdit(path) {
                        @Override
                        public void apply(DirCacheEntry entry) {
                            enter(entry, old, now, edit);
                        }
                    });
                }
                if (!editor.commit()) {
                    throw new IOException(Messages.Checkout_index());
                }
            } finally {
                index.unlock();
            }
        }
    }

    private ObjectId blob(String path, RevCommit commit) throws IOException {
        try (TreeWalk walk = TreeWalk.forPath(repository, path, commit.getTree())) {
            return walk == null ? ObjectId.zeroId() : walk.getObjectId(0);
        }
    }

    /** What somebody has staged for the file stays staged. */
    private void enter(DirCacheEntry entry, ObjectId old, ObjectId now, FileEdit edit) {
        if (!entry.getObjectId().equals(old)) {
            return;
        }
        entry.setObjectId(now);
        Path file = repository.getWorkTree().toPath().resolve(entry.getPathString());
        try {
            if (Arrays.equals(Files.readAllBytes(file), edit.after())) {
                entry.setLastModified(Files.getLastModifiedTime(file).toInstant());
                entry.setLength(edit.after().length);
                return;
            }
        } catch (IOException e) {
            // Without the file's data Git compares the content the next time it is asked.
        }
        entry.setLength(0);
        entry.setLastModified(java.time.Instant.EPOCH);
    }

    /** Notes what the remote's branch is now, if the remote's configuration follows that branch. */
    void track(RemoteConfig remote, String branch, ObjectId commit) throws IOException {
        String source = Constants.R_HEADS + branch;
        for (RefSpec spec : remote.getFetchRefSpecs()) {
            if (!spec.isNegative() && spec.getDestination() != null && spec.matchSource(source)) {
                String tracking =
                        spec.isWildcard() ? spec.expandFromSource(source).getDestination() : spec.getDestination();
                RefUpdate update = repository.updateRef(tracking);
                update.setNewObjectId(commit);
                update.setForceUpdate(true);
                update.setRefLogMessage("update by push", false);
                require(update, tracking);
            }
        }
    }

    private static void require(RefUpdate update, String name) throws IOException {
        RefUpdate.Result result = update.update();
        switch (result) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
            default -> throw new IOException(Messages.Checkout_ref(name, result.name()));
        }
    }

    /** Writes the workspace's files. */
    static List<Problem> write(Path folder, List<FileEdit> edits) throws IOException, InterruptedException {
        return new FileReplacer(new WorkspaceTree(folder)).replaceAll(edits).problems();
    }
}
