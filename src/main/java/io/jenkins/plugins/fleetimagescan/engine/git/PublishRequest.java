package io.jenkins.plugins.fleetimagescan.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.manifest.FileEdit;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** What to commit as, and where to push it. Built by {@link #builder}. */
public final class PublishRequest {
    final String branch;
    final RemoteAccess access;
    final Function<List<FileEdit>, String> message;
    final CommitIdentity author;
    final CommitIdentity committer;
    final boolean signOff;
    final boolean push;
    final int attempts;
    final Backoff backoff;
    final List<String> pushOptions;

    @CheckForNull
    final String remote;

    @CheckForNull
    final String pushBranch;

    @CheckForNull
    final SigningKey signing;

    private PublishRequest(Builder builder) {
        branch = builder.branch;
        access = builder.access;
        message = builder.message;
        author = builder.author;
        committer = builder.committer == null ? builder.author : builder.committer;
        signOff = builder.signOff;
        push = builder.push;
        attempts = builder.attempts;
        backoff = builder.backoff;
        pushOptions = List.copyOf(builder.pushOptions);
        remote = builder.remote;
        pushBranch = builder.pushBranch;
        signing = builder.signing;
    }

    /**
     * @param branch short name of the branch whose head the commit is made on; also the one pushed, unless {@code pushBranch} is set
     * @param message text of the commit for the edits that it holds, usually {@link CommitMessage#forSelections}
     */
    public static Builder builder(String branch, RemoteAccess access, Function<List<FileEdit>, String> message) {
        return new Builder(branch, access, message);
    }

    /** Short name of the branch that gets the commit. */
    String target() {
        return pushBranch == null ? branch : pushBranch;
    }

    /** Optional values; each setter returns {@code this}. */
    public static final class Builder {
        private final String branch;
        private final RemoteAccess access;
        private final Function<List<FileEdit>, String> message;
        private CommitIdentity author = CommitIdentity.byDefault();
        private CommitIdentity committer;
        private boolean signOff;
        private boolean push = true;
        private int attempts = 5;
        private Backoff backoff = Backoff.exponential();
        private List<String> pushOptions = List.of();
        private String remote;
        private String pushBranch;
        private SigningKey signing;

        private Builder(String branch, RemoteAccess access, Function<List<FileEdit>, String> message) {
            this.branch = Objects.requireNonNull(branch);
            this.access = Objects.requireNonNull(access);
            this.message = Objects.requireNonNull(message);
        }

        public Builder author(CommitIdentity identity) {
            author = Objects.requireNonNull(identity);
            return this;
        }

        /** The author if it is not given. */
        public Builder committer(@CheckForNull CommitIdentity identity) {
            committer = identity;
            return this;
        }

        /** Whether the message ends with the committer's {@code Signed-off-by} line. */
        public Builder signOff(boolean on) {
            signOff = on;
            return this;
        }

        /** Signs the commits; null: they are not signed. */
        public Builder signing(@CheckForNull SigningKey key) {
            signing = key;
            return this;
        }

        /** False: the commit stays in the local repository. */
        public Builder push(boolean on) {
            push = on;
            return this;
        }

        /** Which remote of a workspace is pushed to, usually {@link WorkingCopy#remote}; null: as if nothing told more. */
        public Builder remote(@CheckForNull String name) {
            remote = name;
            return this;
        }

        /** Another branch to push to, for a pull request: short name, or null. */
        public Builder pushBranch(@CheckForNull String name) {
            pushBranch = name;
            return this;
        }

        /** {@code git push --push-option}, for instance {@code merge_request.create}. */
        public Builder pushOptions(List<String> options) {
            pushOptions = options;
            return this;
        }

        /** Pushes to try, at least 1; 5 if not given. */
        public Builder attempts(int count) {
            attempts = Math.max(1, count);
            return this;
        }

        public Builder backoff(Backoff pause) {
            backoff = Objects.requireNonNull(pause);
            return this;
        }

        public PublishRequest build() {
            return new PublishRequest(this);
        }
    }
}
