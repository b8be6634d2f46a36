package io.jenkins.plugins.fleetimagescan.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.git.GitException.Kind;
import io.jenkins.plugins.fleetimagescan.engine.manifest.FileEdit;
import io.jenkins.plugins.fleetimagescan.engine.manifest.Update;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RemoteRefUpdate.Status;

/**
 * Makes one commit and pushes it; when the branch has moved, makes another one on its new head. A push names the commit
 * that the branch is expected to have, so that it can add to other people's work but never replace it.
 */
final class Publisher {
    private final Repository repository;
    private final CommittedFiles files;
    private final PublishRequest request;
    private final Remote remote;
    private final Rewriter rewriter;
    private final CommitWriter writer;
    private final List<String> messages = new ArrayList<>();

    /** @param remote null if nothing is to be pushed */
    Publisher(
            Repository repository,
            CommittedFiles files,
            PublishRequest request,
            @CheckForNull Remote remote,
            Rewriter rewriter)
            throws GitException {
        this.repository = repository;
        this.files = files;
        this.request = request;
        this.remote = remote;
        this.rewriter = rewriter;
        this.writer = new CommitWriter(repository, request);
    }

    /** A commit to be made: the files of {@code content} with the edits, as a child of {@code parents}, in place of {@code expected}. */
    private record Plan(RevCommit content, List<ObjectId> parents, ObjectId expected, List<FileEdit> edits) {}

    /** @param base the parent of the commit if one was made; the checkout compares it with its HEAD */
    record Result(Publication publication, @CheckForNull ObjectId base) {}

    Result publish(ObjectId head, List<FileEdit> edits) throws IOException, GitException, InterruptedException {
        boolean elsewhere = request.pushBranch != null && !request.pushBranch.equals(request.branch);
        Plan plan = remote != null && elsewhere ? planForPushBranch(head, edits) : onHead(head, edits);
        int attempts = 0;
        boolean looked = false;
        while (true) {
            if (plan.edits().isEmpty()) {
                return new Result(
                        new Publication(null, request.target(), false, attempts, List.of(), messages, List.of()), null);
            }
            String message = request.message.apply(plan.edits());
            ObjectId commit = writer.write(plan.content(), plan.parents(), files.fromRoot(plan.edits()), message);
            if (remote == null) {
                return result(commit, false, 0, plan);
            }
            Remote.Pushed pushed = push(commit, plan);
            messages.addAll(pushed.words());
            // A checkout that is behind its branch is usual, and found out before anything is sent: that is no attempt.
            if (looked || pushed.status() != Status.REJECTED_REMOTE_CHANGED) {
                attempts++;
            }
            looked = true;
            if (pushed.done()) {
                return result(commit, true, attempts, plan);
            }
            if (attempts > 0 && attempts < request.attempts) {
                request.backoff.pause(attempts);
            }
            ObjectId expected = plan.expected();
            plan = elsewhere ? planForPushBranch(head, edits) : onRemoteHead(edits);
            if (plan.expected().equals(expected) && !isContention(pushed)) {
                throw rejected(pushed);
            }
            if (attempts >= request.attempts && !plan.edits().isEmpty()) {
                throw new GitException(
                        Kind.CONFLICT,
                        Messages.Publisher_attempts(request.target(), remote.url(), String.valueOf(attempts)));
            }
        }
    }

    private Result result(ObjectId commit, boolean pushed, int attempts, Plan plan) {
        Publication publication =
                new Publication(commit.name(), request.target(), pushed, attempts, plan.edits(), messages, List.of());
        return new Result(publication, plan.parents().get(0));
    }

    private Remote.Pushed push(ObjectId commit, Plan plan) throws GitException, InterruptedException {
        try {
            return remote.push(commit, request.target(), plan.expected(), request.pushOptions);
        } catch (GitException e) {
            // The answer may have been lost while the push was done: the branch tells.
            if (e.kind() == Kind.CONNECTION && arrived(commit)) {
                return new Remote.Pushed(Status.OK, "", List.of());
            }
            throw e;
        }
    }

    private boolean arrived(ObjectId commit) throws InterruptedException {
        try {
            Optional<Remote.Head> now = remote.fetch(request.target(), 0);
            return now.isPresent() && now.get().commit().equals(commit);
        } catch (GitException e) {
            return false;
        }
    }

    private Plan onHead(ObjectId head, List<FileEdit> edits) throws IOException, InterruptedException {
        RevCommit base = parse(head);
        return new Plan(base, List.of(base), base, sorted(files.committed(base, edits, rewriter, messages)));
    }

    private Plan onRemoteHead(List<FileEdit> wanted) throws IOException, GitException, InterruptedException {
        RevCommit base = parse(remoteHead().commit());
        BlobTree tree = files.tree(base);
        List<String> outdated = new ArrayList<>();
        List<FileEdit> edits = sorted(rewriter.at(tree, outdated).rewrite(tree));
        messages.addAll(outdated);
        List<Update> unmarked = rewriter.unmarked(tree, wanted);
        for (Update update : unmarked) {
            messages.add(Messages.Publisher_unmarked(
                    update.file(), update.scan().tagName() + update.form().suffix(), request.branch, shortId(base)));
        }
        long fields = wanted.stream().mapToLong(edit -> edit.updates().size()).sum();
        if (!edits.isEmpty()) {
            messages.add(Messages.Publisher_again(request.branch, shortId(base)));
        } else if (unmarked.size() < fields && outdated.isEmpty()) {
            messages.add(Messages.Publisher_alreadyThere(request.branch, shortId(base)));
        }
        return new Plan(base, List.of(base), base, edits);
    }

    private Remote.Head remoteHead() throws GitException, InterruptedException {
        return remote.fetch(request.branch, 0)
                .orElseThrow(() -> new GitException(
                        Kind.CONFIGURATION, Messages.Publisher_noBranch(request.branch, remote.url())));
    }

    /**
     * The branch for a pull request is created on the head of the other one, or taken forward. Commits that are only on
     * it must be ours: made by the committer of this request. What other people added there is theirs to look after.
     */
    private Plan planForPushBranch(ObjectId head, List<FileEdit> edits)
            throws IOException, GitException, InterruptedException {
        Remote.Head baseHead = remoteHead();
        RevCommit base = parse(baseHead.commit());
        // A shallow repository gets no more of it than the files: all commits up to the first one would come along.
        int depth = BranchComparison.isShallow(repository) ? 1 : 0;
        Optional<Remote.Head> existing = remote.fetch(request.target(), depth);
        BlobTree baseTree = files.tree(base);
        Rewriter current = base.equals(head) ? rewriter : rewriter.at(baseTree, messages);
        List<FileEdit> onBase = base.equals(head)
                ? sorted(files.committed(base, edits, rewriter, messages))
                : sorted(current.rewrite(baseTree));
        if (existing.isEmpty()) {
            return new Plan(base, List.of(base), ObjectId.zeroId(), onBase);
        }
        RevCommit tip = parse(existing.get().commit());
        BranchComparison branches = BranchComparison.of(repository, remote, existing.get(), baseHead);
        if (branches.onlyOnTip().isEmpty()) {
            return new Plan(base, List.of(base), tip, onBase);
        }
        requireOurs(branches.onlyOnTip());
        List<FileEdit> onTip = sorted(current.rewrite(files.tree(tip)));
        if (onTip.isEmpty() || !branches.behind()) {
            return new Plan(tip, List.of(tip), tip, onTip);
        }
        // Our updates on top of the other branch as it is now; the merge keeps the push a fast-forward.
        return new Plan(base, List.of(tip, base), tip, onBase);
    }

    private void requireOurs(List<RevCommit> commits) throws GitException {
        for (RevCommit commit : commits) {
            if (!commit.getCommitterIdent().getEmailAddress().equals(request.committer.email())) {
                throw new GitException(
                        Kind.CONFLICT,
                        Messages.Publisher_notOurs(
                                request.target(),
                                remote.url(),
                                shortId(commit),
                                commit.getCommitterIdent().getName(),
                                request.branch));
            }
        }
    }

    /** Two pushes at the same moment: the server could not lock the branch, which may not have moved yet. */
    private static boolean isContention(Remote.Pushed pushed) {
        if (pushed.status() == Status.REJECTED_REMOTE_CHANGED) {
            return true;
        }
        String reason = pushed.reason().toLowerCase(Locale.ROOT);
        return pushed.status() == Status.REJECTED_OTHER_REASON
                && (reason.contains("lock") || reason.contains("failed to update ref"));
    }

    private GitException rejected(Remote.Pushed pushed) {
        String reason = pushed.reason().isEmpty() ? pushed.status().name() : pushed.reason();
        String words = pushed.words().isEmpty() ? "" : "\n  " + String.join("\n  ", pushed.words());
        return new GitException(
                Kind.REJECTED, Messages.Publisher_rejected(request.target(), remote.url(), reason, words));
    }

    private RevCommit parse(ObjectId id) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.parseCommit(id);
        }
    }

    private static List<FileEdit> sorted(List<FileEdit> edits) {
        return edits.stream().sorted(Comparator.comparing(FileEdit::path)).toList();
    }

    private static String shortId(ObjectId id) {
        return id.abbreviate(10).name();
    }
}
