package io.jenkins.plugins.fleetimagescan.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.TaskListener;
import hudson.remoting.Channel;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.fleetimagescan.engine.git.RemoteAccess;
import io.jenkins.plugins.fleetimagescan.engine.git.SigningKey;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryCredential;
import io.jenkins.plugins.fleetimagescan.engine.run.CredentialException;
import io.jenkins.plugins.fleetimagescan.engine.run.ImageScanRun;
import io.jenkins.plugins.fleetimagescan.engine.run.RunReport;
import io.jenkins.plugins.fleetimagescan.engine.run.RunRequest;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import jenkins.MasterToSlaveFileCallable;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

/** One run of the engine, on the machine that has the workspace. */
public final class RunScan extends MasterToSlaveFileCallable<RunReport> {
    private static final long serialVersionUID = 1;

    private final RunRequest request;
    private final RemoteAccess git;
    private final SigningKey signing;
    private final Secrets secrets;
    private final String temporaryFolder;
    private final TaskListener listener;

    /**
     * @param signing null: the commit is not signed
     * @param temporaryFolder path on the agent, beside the workspace; made when it is not there
     */
    public RunScan(
            RunRequest request,
            RemoteAccess git,
            @CheckForNull SigningKey signing,
            SecretResolver secrets,
            String temporaryFolder,
            TaskListener listener) {
        this.request = request;
        this.git = git;
        this.signing = signing;
        this.secrets = new Secrets(secrets);
        this.temporaryFolder = temporaryFolder;
        this.listener = listener;
    }

    @NonNull
    @Override
    public RunReport invoke(File workspace, VirtualChannel channel) throws IOException, InterruptedException {
        Path temporary = Files.createDirectories(Path.of(temporaryFolder));
        return new ImageScanRun(request, git, signing, new BuildLog(listener), Clock.systemUTC())
                .execute(workspace.toPath(), temporary, (scan, image, secretName) -> secrets.get(image, secretName));
    }

    /** The way back to the resolver on the controller. */
    private static final class Secrets implements SerializableOnlyOverRemoting {
        private static final long serialVersionUID = 1;

        private final transient SecretResolver resolver;

        Secrets(SecretResolver resolver) {
            this.resolver = resolver;
        }

        RegistryCredential get(ImageReference image, @CheckForNull String secretName) throws CredentialException {
            try {
                return resolver.resolve(image, secretName);
            } catch (InterruptedException e) {
                // The run notices at its next blocking call.
                Thread.currentThread().interrupt();
                throw new CredentialException(Messages.RunScan_interrupted());
            }
        }

        private Object writeReplace() throws IOException {
            Channel channel = getChannelForSerialization();
            return new Proxy(channel.export(SecretResolver.class, resolver));
        }
    }

    private record Proxy(SecretResolver remote) implements Serializable {
        private Object readResolve() {
            return new Secrets(remote);
        }
    }
}
