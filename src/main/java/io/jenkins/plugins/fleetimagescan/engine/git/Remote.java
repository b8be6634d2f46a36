package io.jenkins.plugins.fleetimagescan.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.git.GitException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.FilterSpec;
import org.eclipse.jgit.transport.PackLock;
import org.eclipse.jgit.transport.PushConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;

/**
 * One remote repository, reached in one way. Works on JGit's connections directly instead of its commands: these would
 * run the hooks of the workspace, move refs that are none of our business, and write FETCH_HEAD.
 */
final class Remote {
    private static final int MAX_FETCHES = 5;

    private final Repository local;
    private final RemoteUrl url;
    private final RemoteAccess access;
    private final Connector connector;
    private final Set<ObjectId> known = new HashSet<>();

    Remote(Repository local, RemoteUrl url, RemoteAccess access) throws GitException {
        this.local = local;
        this.url = url;
        this.access = access;
        this.connector = new Connector(local, url, access);
    }

    RemoteUrl url() {
        return url;
    }

    /** The local repository has this commit, though no ref may say so: what leads to it need not be fetched again. */
    void knows(ObjectId commit) {
        known.add(commit);
    }

    /** Name and commit of a branch of the remote. */
    record Head(String ref, ObjectId commit) {
        String branch() {
            return Repository.shortenRefName(ref);
        }
    }

    /**
     * Brings a branch's head here, with what it needs.
     *
     * @param branch short name, or {@code HEAD} for the remote's default branch
     * @param depth number of commits, 0: all that are missing; other than 0 for a repository of our own only, as it makes the
     *     repository shallow
     * @return empty if the remote has no such branch
     */
    Optional<Head> fetch(String branch, int depth) throws GitException, InterruptedException {
        AtomicReference<ObjectId> advertised = new AtomicReference<>(ObjectId.zeroId());
        for (int attempt = 1; ; attempt++) {
            try {
                return fetch(branch, depth, advertised);
            } catch (GitException e) {
                // "not our ref ID", "want ID not valid": the branch has moved on since the server said where it is.
                boolean moved =
                        String.valueOf(e.getMessage()).contains(advertised.get().name());
                if (!moved || attempt == MAX_FETCHES) {
                    throw e;
                }
            }
        }
    }

    private Optional<Head> fetch(String branch, int depth, AtomicReference<ObjectId> advertised)
            throws GitException, InterruptedException {
        String wanted = branch.equals(Constants.HEAD) ? branch : Constants.R_HEADS + branch;
        return connector.call(Messages.Remote_fetch(branch, url), (transport, monitor) -> {
            if (depth > 0) {
                transport.setDepth(depth);
            }
            try (FetchConnection connection =
                    transport.openFetch(List.of(new RefSpec(wanted)), wanted, Constants.R_HEADS)) {
                Ref ref = connection.getRef(wanted);
                if (ref == null || ref.getObjectId() == null) {
                    return Optional.empty();
                }
                ObjectId id = ref.getObjectId();
                advertised.set(id);
                if (!local.getObjectDatabase().has(id)) {
                    take(connection, monitor, Set.of(ref));
                }
                knows(id);
                return Optional.of(new Head(resolve(connection, ref), id));
            }
        });
    }

    /**
     * Brings all commits of the branches to another repository: without files and folders if the server can leave them out.
     *
     * @param refs full names
     */
    void fetchHistory(Repository target, List<String> refs) throws GitException, InterruptedException {
        Remote remote = new Remote(target, url, access);
        try {
            remote.takeAll(refs, "tree:0");
        } catch (GitException e) {
            // Many servers cannot, or are not allowed to.
            remote.takeAll(refs, null);
        }
    }

    private void takeAll(List<String> refs, @CheckForNull String filter) throws GitException, InterruptedException {
        connector.call(Messages.Remote_fetch(String.join(", ", refs), url), (transport, monitor) -> {
            if (filter != null) {
                transport.setFilterSpec(FilterSpec.fromFilterLine(filter));
            }
            try (FetchConnection connection =
                    transport.openFetch(refs.stream().map(RefSpec::new).toList(), refs.toArray(String[]::new))) {
                Set<Ref> wanted = refs.stream()
                        .map(connection::getRef)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
                take(connection, monitor, wanted);
            }
            return null;
        });
    }

    private void take(FetchConnection connection, ProgressMonitor monitor, Set<Ref> wanted) throws IOException {
        connection.setPackLockMessage("fleet-image-scan");
        try {
            connection.fetch(monitor, wanted, known);
        } finally {
            for (PackLock lock : connection.getPackLocks()) {
                lock.unlock();
            }
        }
    }

    /** Which branch HEAD stands for; servers of before 2013 do not say, so the branch with the same commit is taken. */
    private static String resolve(FetchConnection connection, Ref ref) {
        if (ref.isSymbolic()) {
            return ref.getLeaf().getName();
        }
        if (ref.getName().equals(Constants.HEAD)) {
            for (String usual : List.of("refs/heads/main", "refs/heads/master")) {
                Ref candidate = connection.getRef(usual);
                if (candidate != null && ref.getObjectId().equals(candidate.getObjectId())) {
                    return usual;
                }
            }
            return connection.getRefs().stream()
                    .filter(r -> r.getName().startsWith(Constants.R_HEADS)
                            && ref.getObjectId().equals(r.getObjectId()))
                    .map(Ref::getName)
                    .sorted()
                    .findFirst()
                    .orElse(Constants.HEAD);
        }
        return ref.getName();
    }

    /** What a push came to. */
    record Pushed(RemoteRefUpdate.Status status, String reason, List<String> words) {
        boolean done() {
            return status == RemoteRefUpdate.Status.OK || status == RemoteRefUpdate.Status.UP_TO_DATE;
        }
    }

    /**
     * Makes a commit the head of a branch, provided that the branch is still where we believe it to be. Never forced.
     *
     * @param expected the branch's commit on the remote; the zero ID if it does not exist there
     */
    Pushed push(ObjectId commit, String branch, ObjectId expected, List<String> options)
            throws GitException, InterruptedException {
        File shared = url.localRepository();
        if (shared == null) {
            return send(connector, commit, branch, expected, options);
        }
        // There is no server: this process itself writes the other repository, and must clean up there after itself.
        try (RunLock lock = RunLock.acquire(shared.toPath());
                LocalPush target = new LocalPush(shared)) {
            return send(connector.through(() -> target.open(local)), commit, branch, expected, options);
        } catch (IOException e) {
            throw new GitException(
                    Kind.CONFIGURATION,
                    e instanceof AccessDeniedException
                            ? Messages.Failures_connection(Messages.Remote_push(branch, url), Failures.fileReason(e))
                            : Messages.Failures_noRepository(Messages.Remote_push(branch, url), e.getMessage()),
                    e);
        }
    }

    private Pushed send(Connector through, ObjectId commit, String branch, ObjectId expected, List<String> options)
            throws GitException, InterruptedException {
        String ref = Constants.R_HEADS + branch;
        return through.call(Messages.Remote_push(branch, url), (transport, monitor) -> {
            if (!options.isEmpty()) {
                transport.setPushOptions(options);
            }
            RemoteRefUpdate update = new RemoteRefUpdate(local, null, commit, ref, false, null, expected);
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            PushConnection connection = transport.openPush();
            try {
                Ref advertised = connection.getRef(ref);
                ObjectId now = advertised == null || advertised.getObjectId() == null
                        ? ObjectId.zeroId()
                        : advertised.getObjectId();
                if (now.equals(commit)) {
                    return new Pushed(RemoteRefUpdate.Status.UP_TO_DATE, "", List.of());
                }
                if (!now.equals(expected)) {
                    return new Pushed(RemoteRefUpdate.Status.REJECTED_REMOTE_CHANGED, "", List.of());
                }
                connection.push(monitor, Map.of(ref, update), said);
            } finally {
                connection.close();
            }
            return new Pushed(
                    update.getStatus(),
                    update.getMessage() == null ? "" : connector.safe(update.getMessage()),
                    words(connection.getMessages() + "\n" + said.toString(StandardCharsets.UTF_8)));
        });
    }

    /** The lines that the server sent for people, without progress counters and control characters. */
    private List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String line : text.split("[\\r\\n]+")) {
            String clean = connector.safe(line.replaceAll("\\p{Cntrl}", "").trim());
            if (!clean.isEmpty() && !words.contains(clean)) {
                words.add(clean);
            }
        }
        return words;
    }
}
