package io.jenkins.plugins.fleetimagescan.engine.git;

import io.jenkins.plugins.fleetimagescan.engine.git.GitException.Kind;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;

/** The SSH sessions of one operation. The key stays in memory; the user's {@code .ssh/config} and agent are not asked. */
final class SshSessions implements AutoCloseable {
    private final SshdSessionFactory factory;
    private final WatchedKeys watched;
    private final HostKeys hostKeys;

    private SshSessions(SshdSessionFactory factory, WatchedKeys watched, HostKeys hostKeys) {
        this.factory = factory;
        this.watched = watched;
        this.hostKeys = hostKeys;
    }

    static SshSessions of(RemoteUrl url, RemoteAccess access) throws GitException {
        WatchedKeys watched;
        try {
            watched = new WatchedKeys(access.hostKeys().database());
        } catch (IOException e) {
            throw new GitException(Kind.HOST_KEY, Messages.SshSessions_hostKeys(url, e.getMessage()), e);
        }
        boolean userKeys = access.credential() instanceof GitCredential.UserKeys;
        List<KeyPair> keys = access.credential() instanceof GitCredential.SshKey key ? load(key) : List.of();
        String user = access.credential() instanceof GitCredential.SshKey key ? key.user() : null;
        if (access.credential() instanceof GitCredential.Password password) {
            user = password.user();
        }
        String name = user;
        File home = new File(System.getProperty("user.home"));
        SshdSessionFactoryBuilder builder = new SshdSessionFactoryBuilder()
                .setHomeDirectory(home)
                .setSshDirectory(new File(home, ".ssh"))
                .setConfigStoreFactory((h, file, localUser) -> new UserNameOnly(name))
                .setServerKeyDatabase((h, d) -> watched)
                .setPreferredAuthentications(
                        access.credential() instanceof GitCredential.Password
                                ? "password,keyboard-interactive"
                                : "publickey");
        if (!userKeys) {
            builder.setDefaultKeysProvider(dir -> keys).setDefaultIdentities(dir -> List.of());
        }
        return new SshSessions(builder.build(null), watched, access.hostKeys());
    }

    /** The pairs of a private key's text. */
    static List<KeyPair> load(GitCredential.SshKey key) throws GitException {
        List<KeyPair> pairs = new ArrayList<>();
        // Keys that were pasted into a form often lack the final newline or have those of Windows.
        String text = key.privateKey().replace("\r\n", "\n").strip() + "\n";
        FilePasswordProvider passphrase = FilePasswordProvider.of(key.passphrase() == null ? "" : key.passphrase());
        try {
            Iterable<KeyPair> loaded = SecurityUtils.loadKeyPairIdentities(
                    null,
                    NamedResource.ofName("private key"),
                    new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                    key.passphrase() == null ? null : passphrase);
            if (loaded != null) {
                loaded.forEach(pairs::add);
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // The cause is left out: parsers like to quote what they could not read.
            throw new GitException(
                    Kind.CONFIGURATION,
                    key.passphrase() == null ? Messages.SshSessions_keyEncrypted() : Messages.SshSessions_passphrase());
        }
        if (pairs.isEmpty()) {
            throw new GitException(Kind.CONFIGURATION, Messages.SshSessions_keyUnknown());
        }
        return pairs;
    }

    SshdSessionFactory factory() {
        return factory;
    }

    /** Which key was refused, as {@code type SHA256:…}; null if none was. */
    String refusedHostKey() {
        return watched.refused;
    }

    String hostKeyAdvice() {
        return hostKeys.advice();
    }

    @Override
    public void close() {
        factory.close();
    }

    /** Remembers the key that was refused, which JGit's exception does not tell. */
    private static final class WatchedKeys implements ServerKeyDatabase {
        private final ServerKeyDatabase delegate;
        private volatile String refused;

        WatchedKeys(ServerKeyDatabase delegate) {
            this.delegate = delegate;
        }

        @Override
        public List<PublicKey> lookup(String connectAddress, InetSocketAddress remote, Configuration config) {
            return delegate.lookup(connectAddress, remote, config);
        }

        @Override
        public boolean accept(
                String connectAddress,
                InetSocketAddress remote,
                PublicKey serverKey,
                Configuration config,
                CredentialsProvider provider) {
            boolean accepted = delegate.accept(connectAddress, remote, serverKey, config, provider);
            if (!accepted) {
                refused = KeyUtils.getKeyType(serverKey) + " " + KeyUtils.getFingerPrint(serverKey);
            }
            return accepted;
        }
    }
}
