package io.jenkins.plugins.fleetimagescan.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.Collection;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/**
 * The branch of a build, as Jenkins tells it in the environment.
 *
 * @param name short name, for instance {@code main}
 * @param mayPush false in a build of a pull request or of a tag unless the user asked for the push in so many words
 */
public record BuildBranch(String name, boolean mayPush) {
    /**
     * In this order: the request's branch, {@code CHANGE_BRANCH} of a pull request that does not come from a fork,
     * {@code GIT_BRANCH} without the name of the remote, {@code BRANCH_NAME}, the checked-out local branch.
     *
     * @param requested the {@code branch} parameter, or null
     * @param push the {@code push} parameter as the user wrote it, or null if it was not written
     * @param environment of the build
     * @param remotes names of the repository's remotes
     * @param local short name of the checked-out branch; null if HEAD is detached
     * @throws GitException of kind CONFIGURATION if none of them names a branch
     */
    public static BuildBranch of(
            @CheckForNull String requested,
            @CheckForNull Boolean push,
            Map<String, String> environment,
            Collection<String> remotes,
            @CheckForNull String local)
            throws GitException {
        boolean pullRequest = filled(environment.get("CHANGE_ID"));
        boolean tag = filled(environment.get("TAG_NAME"));
        boolean mayPush = push == null ? !pullRequest && !tag : push;
        String name = null;
        if (filled(requested)) {
            name = shortName(requested.trim(), remotes);
        } else if (pullRequest) {
            // BRANCH_NAME is "PR-12" here, which is no branch of the repository.
            name = filled(environment.get("CHANGE_FORK")) ? null : environment.get("CHANGE_BRANCH");
        } else if (!tag) {
            name = fromEnvironment(environment.get("GIT_BRANCH"), remotes);
            if (name == null) {
                name = fromEnvironment(environment.get("BRANCH_NAME"), remotes);
            }
            if (name == null) {
                name = local;
            }
        }
        if (!filled(name)) {
            if (!mayPush && (pullRequest || tag)) {
                return new BuildBranch(filled(local) ? local : Constants.HEAD, false);
            }
            throw new GitException(
                    GitException.Kind.CONFIGURATION,
                    pullRequest ? Messages.BuildBranch_pullRequest() : Messages.BuildBranch_unknown());
        }
        check(name);
        return new BuildBranch(name, mayPush);
    }

    /** @throws GitException of kind CONFIGURATION if Git would not take the name */
    public static void check(String name) throws GitException {
        if (!Repository.isValidRefName(Constants.R_HEADS + name) || name.startsWith("-")) {
            throw new GitException(GitException.Kind.CONFIGURATION, Messages.BuildBranch_invalid(name));
        }
    }

    @CheckForNull
    private static String fromEnvironment(@CheckForNull String value, Collection<String> remotes) {
        if (!filled(value)
                || value.equals("detached")
                || value.equals(Constants.HEAD)
                || value.startsWith(Constants.R_TAGS)
                || ObjectId.isId(value)) {
            return null;
        }
        return shortName(value, remotes);
    }

    private static String shortName(String name, Collection<String> remotes) {
        if (name.startsWith(Constants.R_HEADS)) {
            return name.substring(Constants.R_HEADS.length());
        }
        String rest = name.startsWith(Constants.R_REMOTES) ? name.substring(Constants.R_REMOTES.length()) : name;
        return PushRemote.of(rest, remotes)
                .map(remote -> rest.substring(remote.length() + 1))
                .orElse(rest);
    }

    private static boolean filled(@CheckForNull String text) {
        return text != null && !text.isBlank();
    }
}
