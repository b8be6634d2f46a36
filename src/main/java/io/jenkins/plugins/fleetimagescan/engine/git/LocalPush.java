package io.jenkins.plugins.fleetimagescan.engine.git;

import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.TestProtocol;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.UploadPack;

/**
 * A repository of this machine that is pushed to. JGit's own transport for paths now and then starts to collect garbage
 * there, in a thread that goes on after the push and, when the process ends before it, leaves a lock that stops every
 * later collection. Here that is left to whoever owns the repository. {@code TestProtocol} is JGit's name for its
 * transport to a repository that the caller has opened.
 */
final class LocalPush implements AutoCloseable {
    private final Repository target;

    /** @throws AccessDeniedException if this process may not write there, which JGit would tell on a thread of its own */
    LocalPush(File gitDir) throws IOException {
        for (String folder : List.of("objects", "refs")) {
            Path path = gitDir.toPath().resolve(folder);
            if (Files.isDirectory(path) && !Files.isWritable(path)) {
                throw new AccessDeniedException(path.toString());
            }
        }
        target =
                new FileRepositoryBuilder().setGitDir(gitDir).setMustExist(true).build();
    }

    Transport open(Repository local) throws IOException {
        TestProtocol<Void> protocol = new TestProtocol<>(
                (none, repository) -> new UploadPack(repository), (none, repository) -> receive(repository));
        return protocol.open(protocol.register(null, target), local, null);
    }

    private static ReceivePack receive(Repository repository) {
        repository
                .getConfig()
                .setBoolean(ConfigConstants.CONFIG_RECEIVE_SECTION, null, ConfigConstants.CONFIG_KEY_AUTOGC, false);
        return new ReceivePack(repository);
    }

    @Override
    public void close() {
        target.close();
    }
}
