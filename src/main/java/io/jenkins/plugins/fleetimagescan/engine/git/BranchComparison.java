package io.jenkins.plugins.fleetimagescan.engine.git;

import io.jenkins.plugins.fleetimagescan.engine.git.GitException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * Which commits of two branches of a remote the one has and the other has not. A shallow repository cannot tell: what it
 * holds ends somewhere on the way to where the branches part. There the history of both is fetched, without any files if
 * the server can leave them out, into a temporary repository, so that the shallow one stays as it is.
 *
 * @param onlyOnTip commits that are on the first branch only, newest first
 * @param behind whether the second branch has commits that the first has not
 */
record BranchComparison(List<RevCommit> onlyOnTip, boolean behind) {
    static BranchComparison of(Repository repository, Remote remote, Remote.Head tip, Remote.Head base)
            throws IOException, GitException, InterruptedException {
        if (!isShallow(repository)) {
            return compare(repository, tip.commit(), base.commit());
        }
        try (TemporaryFolder temporary =
                        TemporaryFolder.create(repository.getDirectory().toPath());
                Repository history = new FileRepositoryBuilder()
                        .setGitDir(temporary.path().toFile())
                        .setBare()
                        .build()) {
            history.create(true);
            remote.fetchHistory(history, List.of(tip.ref(), base.ref()));
            return compare(history, tip.commit(), base.commit());
        } catch (IOException e) {
            throw new GitException(
                    Kind.REPOSITORY,
                    Messages.BranchComparison_failed(tip.branch(), base.branch(), remote.url(), e.getMessage()),
                    e);
        }
    }

    static boolean isShallow(Repository repository) throws IOException {
        return !repository.getObjectDatabase().getShallowCommits().isEmpty();
    }

    private static BranchComparison compare(Repository repository, ObjectId tip, ObjectId base) throws IOException {
        return new BranchComparison(
                missing(repository, tip, base), !missing(repository, base, tip).isEmpty());
    }

    private static List<RevCommit> missing(Repository repository, ObjectId from, ObjectId in) throws IOException {
        List<RevCommit> commits = new ArrayList<>();
        try (RevWalk walk = new RevWalk(repository)) {
            walk.markStart(walk.parseCommit(from));
            walk.markUninteresting(walk.parseCommit(in));
            walk.forEach(commits::add);
        }
        return commits;
    }
}
