package io.jenkins.plugins.fleetimagescan.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.fleetimagescan.engine.fleet.GitRepoResource;
import io.jenkins.plugins.fleetimagescan.engine.git.PushRemote;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import jenkins.MasterToSlaveFileCallable;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * What a workspace says about its repository: enough for the controller to choose the Git credential. What is wrong
 * with it is not said here but by the run itself.
 *
 * @param head the commit that is checked out: 40 hexadecimal digits
 * @param pushUrls where a push from the workspace would go, for each of its remotes
 * @param configuredRemote the remote that Git's configuration says for the checked-out branch
 * @param fileUrl {@code spec.repo} of the GitRepo file
 * @param clientSecretName {@code spec.clientSecretName} of the GitRepo file
 */
public record CheckoutInfo(
        @CheckForNull String head,
        Map<String, String> pushUrls,
        @CheckForNull String configuredRemote,
        @CheckForNull String fileUrl,
        @CheckForNull String clientSecretName)
        implements Serializable {
    public CheckoutInfo {
        pushUrls = Map.copyOf(pushUrls);
    }

    /**
     * Where the run will push to; null if there is no such remote.
     *
     * @param requested the {@code branch} parameter, or null
     */
    @CheckForNull
    public String remoteUrl(@CheckForNull String requested, Map<String, String> environment) {
        return pushUrls.get(PushRemote.choose(pushUrls.keySet(), requested, environment, configuredRemote));
    }

    /** Reads it on the agent. */
    public static final class Read extends MasterToSlaveFileCallable<CheckoutInfo> {
        private static final long serialVersionUID = 1;

        private final String gitRepoFile;
        private final String gitRepoName;

        /** @param gitRepoFile relative to the workspace; null if there is none */
        public Read(@CheckForNull String gitRepoFile, @CheckForNull String gitRepoName) {
            this.gitRepoFile = gitRepoFile;
            this.gitRepoName = gitRepoName;
        }

        @Override
        public CheckoutInfo invoke(File workspace, VirtualChannel channel) {
            GitRepoResource file = gitRepo(workspace.toPath());
            String fileUrl = file == null ? null : file.repo();
            String secret = file == null ? null : file.secretName();
            FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(workspace);
            if (builder.getGitDir() == null) {
                return new CheckoutInfo(null, Map.of(), null, fileUrl, secret);
            }
            try (Repository repository = builder.build()) {
                ObjectId head = repository.resolve(Constants.HEAD);
                return new CheckoutInfo(
                        head == null ? null : head.name(),
                        PushRemote.urls(repository),
                        PushRemote.configured(repository),
                        fileUrl,
                        secret);
            } catch (IOException e) {
                return new CheckoutInfo(null, Map.of(), null, fileUrl, secret);
            }
        }

        @CheckForNull
        private GitRepoResource gitRepo(Path workspace) {
            if (gitRepoFile == null) {
                return null;
            }
            try {
                Path file = workspace.resolve(gitRepoFile).toRealPath();
                return file.startsWith(workspace.toRealPath())
                        ? GitRepoResource.parse(gitRepoFile, Files.readAllBytes(file), gitRepoName, new ArrayList<>())
                        : null;
            } catch (IOException e) {
                return null;
            }
        }
    }
}
