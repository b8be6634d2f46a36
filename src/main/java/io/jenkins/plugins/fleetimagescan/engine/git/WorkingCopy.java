package io.jenkins.plugins.fleetimagescan.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.git.GitException.Kind;
import io.jenkins.plugins.fleetimagescan.engine.manifest.FileEdit;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import io.jenkins.plugins.fleetimagescan.engine.tree.SourceTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.RemoteConfig;

/**
 * A repository to publish from: the one that encloses a folder of the workspace, or a temporary clone without a work
 * tree. All paths are relative to that folder, or to the root of the clone. Not thread-safe; must be closed.
 */
public final class WorkingCopy implements AutoCloseable {
    private final Repository repository;
    private final String prefix;

    @CheckForNull
    private final Path folder;

    @CheckForNull
    private final TemporaryFolder temporary;

    @CheckForNull
    private final String cloneUrl;

    private final String branch;
    private final ObjectId head;

    private WorkingCopy(
            Repository repository,
            String prefix,
            @CheckForNull Path folder,
            @CheckForNull TemporaryFolder temporary,
            @CheckForNull String cloneUrl,
            @CheckForNull String branch,
            ObjectId head) {
        this.repository = repository;
        this.prefix = prefix;
        this.folder = folder;
        this.temporary = temporary;
        this.cloneUrl = cloneUrl;
        this.branch = branch;
        this.head = head;
    }

    /**
     * The repository whose work tree the folder is, or lies in, as Jenkins or anybody else checked it out.
     *
     * @throws GitException of kind REPOSITORY if there is none, or it cannot be read, or it has no commit yet
     */
    public static WorkingCopy enclosing(Path folder) throws GitException {
        Repository repository = null;
        try {
            Path real = folder.toRealPath();
            FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(real.toFile());
            if (builder.getGitDir() == null) {
                throw new GitException(Kind.REPOSITORY, Messages.WorkingCopy_none(folder));
            }
            repository = builder.setMustExist(true).build();
            if (repository.isBare()) {
                throw new GitException(Kind.REPOSITORY, Messages.WorkingCopy_bare(repository.getDirectory()));
            }
            ObjectId head = repository.resolve(Constants.HEAD);
            if (head == null) {
                throw new GitException(Kind.REPOSITORY, Messages.WorkingCopy_noCommit(folder));
            }
            Path root = repository.getWorkTree().toPath().toRealPath();
            String relative = root.relativize(real).toString().replace('\\', '/');
            String local = new Checkout(repository, "").localBranch();
            return new WorkingCopy(repository, relative.isEmpty() ? "" : relative + "/", real, null, null, local, head);
        } catch (IOException | RuntimeException e) {
            close(repository);
            throw new GitException(Kind.REPOSITORY, Messages.WorkingCopy_unreadable(folder, e.getMessage()), e);
        } catch (GitException e) {
            close(repository);
            throw e;
        }
    }

    private static void close(@CheckForNull Repository repository) {
        if (repository != null) {
            repository.close();
        }
    }

    /**
     * A clone of one commit of one branch, without a work tree, in a folder of its own that {@link #close} removes.
     *
     * @param url of any form that Git knows over https, http, ssh, git and file
     * @param branch short name, or null for the remote's default branch
     * @param parent where to make the folder, for instance the workspace's {@code @tmp} folder
     */
    public static WorkingCopy temporaryClone(String url, @CheckForNull String branch, RemoteAccess access, Path parent)
            throws GitException, InterruptedException {
        RemoteUrl remoteUrl = RemoteUrl.parse(url);
        if (branch != null) {
            BuildBranch.check(branch);
        }
        TemporaryFolder temporary = null;
        Repository repository = null;
        boolean complete = false;
        try {
            temporary = TemporaryFolder.create(parent);
            repository = new FileRepositoryBuilder()
                    .setGitDir(temporary.path().toFile())
                    .setBare()
                    .build();
            repository.create(true);
            Remote remote = new Remote(repository, remoteUrl, access);
            Remote.Head head = remote.fetch(branch == null ? Constants.HEAD : branch, 1)
                    .orElseThrow(() -> new GitException(
                            Kind.CONFIGURATION,
                            branch == null
                                    ? Messages.WorkingCopy_emptyRemote(remoteUrl)
                                    : Messages.Publisher_noBranch(branch, remoteUrl)));
            complete = true;
            return new WorkingCopy(repository, "", null, temporary, url, head.branch(), head.commit());
        } catch (IOException e) {
            throw new GitException(Kind.REPOSITORY, Messages.WorkingCopy_temporary(parent, Failures.fileReason(e)), e);
        } finally {
            if (!complete) {
                close(repository);
                if (temporary != null) {
                    temporary.close();
                }
            }
        }
    }

    /** The committed files: of the clone's commit, or of the workspace's HEAD. */
    public SourceTree tree() throws IOException {
        return files().tree(parse(head));
    }

    private CommittedFiles files() {
        Set<String> hidden = folder == null ? Set.of() : new Checkout(repository, prefix).hidden();
        return new CommittedFiles(repository, prefix, hidden);
    }

    /** The commit that {@link #tree} shows: 40 hexadecimal digits. */
    public String head() {
        return head.name();
    }

    /** Short name of the cloned branch, or of the local branch that is checked out; null if HEAD is detached. */
    @CheckForNull
    public String branch() {
        return branch;
    }

    /** Whether this is a temporary clone: {@link #publish} then writes no workspace files. */
    public boolean isTemporary() {
        return folder == null;
    }

    /** Names of the configured remotes, sorted; empty for a clone. */
    public SortedSet<String> remotes() {
        return new TreeSet<>(repository.getRemoteNames());
    }

    /**
     * The branch of this build; see {@link BuildBranch#of}. For a clone its own branch, which may be pushed.
     *
     * @param requested the {@code branch} parameter, or null
     * @param push the {@code push} parameter as it was written, or null
     */
    public BuildBranch buildBranch(
            @CheckForNull String requested, @CheckForNull Boolean push, Map<String, String> environment)
            throws GitException {
        if (isTemporary()) {
            return new BuildBranch(branch, push == null || push);
        }
        return BuildBranch.of(requested, push, environment, remotes(), branch);
    }

    /**
     * The remote that this build is pushed to; see {@link PushRemote#choose}. Null for a clone.
     *
     * @param requested the {@code branch} parameter, or null
     */
    @CheckForNull
    public String remote(@CheckForNull String requested, Map<String, String> environment) throws GitException {
        try {
            return isTemporary()
                    ? null
                    : PushRemote.choose(remotes(), requested, environment, PushRemote.configured(repository));
        } catch (IOException e) {
            throw new GitException(Kind.REPOSITORY, Messages.WorkingCopy_unreadable(folder, e.getMessage()), e);
        }
    }

    /**
     * Commits the edits, pushes the commit, and then brings the workspace up to date: its files are written, and index,
     * HEAD and remote-tracking branch follow as after {@code git commit} and {@code git push}. If the push fails the
     * workspace is as it was. If somebody else's commits came in between, HEAD stays where it is, because nothing of the
     * workspace but the edited files changes.
     *
     * <p>A file that has changes of somebody else in the workspace keeps them: the commit holds the selections applied to
     * its committed content, and the workspace the selections applied to the changed one. A file that is not
     * committed yet is written, but not committed. Hooks of the workspace do not run.
     *
     * @param edits of the workspace's files (or of {@link #tree} for a clone); the files still are as {@code before}
     * @param rewriter called only when needed, possibly several times
     * @return what was published; its problems are the files that could not be written
     * @throws GitException if nothing was published
     */
    public Publication publish(PublishRequest request, List<FileEdit> edits, Rewriter rewriter)
            throws GitException, IOException, InterruptedException {
        BuildBranch.check(request.target());
        RemoteConfig config = request.push && !isTemporary() ? remoteConfig(request.remote) : null;
        String url = config == null ? cloneUrl : PushRemote.url(config);
        Remote remote = request.push ? new Remote(repository, RemoteUrl.parse(url), request.access) : null;
        try (RunLock lock = RunLock.acquire(
                repository.getDirectory().toPath(),
                isTemporary() ? null : repository.getWorkTree().toPath())) {
            ObjectId start = isTemporary() ? head : repository.resolve(Constants.HEAD);
            if (remote != null) {
                remote.knows(start);
            }
            Publisher.Result result = publish(request, remote, rewriter, start, edits);
            return isTemporary() ? result.publication() : settle(request, edits, config, start, result);
        }
    }

    private Publisher.Result publish(
            PublishRequest request,
            @CheckForNull Remote remote,
            Rewriter rewriter,
            ObjectId start,
            List<FileEdit> edits)
            throws GitException, InterruptedException {
        try {
            return new Publisher(repository, files(), request, remote, rewriter).publish(start, edits);
        } catch (IOException e) {
            throw new GitException(
                    Kind.REPOSITORY,
                    Messages.WorkingCopy_unwritable(repository.getDirectory(), Failures.fileReason(e)),
                    e);
        }
    }

    private Publication settle(
            PublishRequest request, List<FileEdit> edits, RemoteConfig config, ObjectId start, Publisher.Result result)
            throws IOException, InterruptedException {
        Publication publication = result.publication();
        List<Problem> problems = Checkout.write(Objects.requireNonNull(folder), edits);
        List<String> messages = new ArrayList<>(publication.messages());
        if (publication.commit() != null) {
            ObjectId commit = ObjectId.fromString(publication.commit());
            Checkout checkout = new Checkout(repository, prefix);
            try {
                String local = checkout.localBranch();
                boolean follows = local == null || !publication.pushed() || local.equals(request.target());
                if (start.equals(result.base()) && follows) {
                    checkout.advance(start, commit, publication.edits());
                } else {
                    messages.add(
                            Messages.WorkingCopy_headStays(start.abbreviate(10).name()));
                }
                if (publication.pushed() && config != null) {
                    checkout.track(config, request.target(), commit);
                }
            } catch (IOException e) {
                messages.add(Messages.WorkingCopy_local(e.getMessage()));
            }
        }
        return publication.with(messages, problems);
    }

    private RemoteConfig remoteConfig(@CheckForNull String chosen) throws GitException {
        return PushRemote.read(repository, chosen == null ? remote(null, Map.of()) : chosen);
    }

    private RevCommit parse(ObjectId id) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.parseCommit(id);
        }
    }

    @Override
    public void close() {
        repository.close();
        if (temporary != null) {
            temporary.close();
        }
    }
}
