package io.jenkins.plugins.fleetimagescan.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.git.GitException.Kind;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RemoteConfig;

/** Which of a workspace's remotes is pushed to: the one that the build comes from. */
public final class PushRemote {
    private PushRemote() {}

    /**
     * In this order: the remote in the name of the requested branch ({@code upstream/main}), the one in
     * {@code GIT_BRANCH}, the one that Git pushes the checked-out branch to, the only one, {@code origin}.
     *
     * @param remotes names of the repository's remotes
     * @param requested the {@code branch} parameter, or null
     * @param environment of the build
     * @param configured see {@link #configured}
     */
    public static String choose(
            Collection<String> remotes,
            @CheckForNull String requested,
            Map<String, String> environment,
            @CheckForNull String configured) {
        return of(requested, remotes)
                .or(() -> of(environment.get("GIT_BRANCH"), remotes))
                .or(() -> Optional.ofNullable(configured).filter(remotes::contains))
                .orElseGet(() -> remotes.size() == 1 ? remotes.iterator().next() : Constants.DEFAULT_REMOTE_NAME);
    }

    /**
     * What Git's configuration says for the branch that is checked out; null if it says nothing.
     *
     * @see <a href="https://git-scm.com/docs/git-config#Documentation/git-config.txt-branchltnamegtpushRemote">git-config,
     *     branch.NAME.pushRemote</a>
     */
    @CheckForNull
    public static String configured(Repository repository) throws IOException {
        String branch = new Checkout(repository, "").localBranch();
        Config config = repository.getConfig();
        String section = ConfigConstants.CONFIG_BRANCH_SECTION;
        String remote = branch == null ? null : config.getString(section, branch, "pushRemote");
        if (remote == null) {
            remote = config.getString(ConfigConstants.CONFIG_REMOTE_SECTION, null, "pushDefault");
        }
        return remote != null || branch == null
                ? remote
                : config.getString(section, branch, ConfigConstants.CONFIG_KEY_REMOTE);
    }

    /** @throws GitException of kind CONFIGURATION if there is no such remote, or its URL is none */
    static RemoteConfig read(Repository repository, String name) throws GitException {
        try {
            RemoteConfig config = new RemoteConfig(repository.getConfig(), name);
            if (config.getURIs().isEmpty()) {
                Collection<String> remotes = new TreeSet<>(repository.getRemoteNames());
                throw new GitException(
                        Kind.CONFIGURATION,
                        remotes.isEmpty()
                                ? Messages.PushRemote_noRemotes()
                                : Messages.PushRemote_noRemote(name, String.join(", ", remotes)));
            }
            return config;
        } catch (URISyntaxException e) {
            throw new GitException(Kind.CONFIGURATION, Messages.RemoteUrl_invalid(RemoteUrl.redact(e.getInput())));
        }
    }

    /** Where each remote is pushed to, by its name; those that cannot be pushed to are left out. */
    public static Map<String, String> urls(Repository repository) {
        Map<String, String> urls = new TreeMap<>();
        for (String name : repository.getRemoteNames()) {
            try {
                urls.put(name, url(read(repository, name)));
            } catch (GitException e) {
                // Whoever pushes to it says what is wrong with it.
            }
        }
        return urls;
    }

    /** Where it is pushed to. */
    static String url(RemoteConfig config) {
        return (config.getPushURIs().isEmpty() ? config.getURIs() : config.getPushURIs())
                .get(0)
                .toPrivateString();
    }

    /** The remote that a branch is named with; the longest, as names of remotes may hold slashes. */
    static Optional<String> of(@CheckForNull String branch, Collection<String> remotes) {
        if (branch == null) {
            return Optional.empty();
        }
        String name = branch.trim();
        String rest = name.startsWith(Constants.R_REMOTES) ? name.substring(Constants.R_REMOTES.length()) : name;
        return remotes.stream()
                .filter(remote -> rest.startsWith(remote + "/"))
                .max(Comparator.comparingInt(String::length));
    }
}
