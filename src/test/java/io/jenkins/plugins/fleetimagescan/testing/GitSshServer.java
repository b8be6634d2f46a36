package io.jenkins.plugins.fleetimagescan.testing;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.git.pack.GitPackCommandFactory;
import org.apache.sshd.server.SshServer;
import org.junit.rules.ExternalResource;

/** MINA's Git server over SSH on a free port of the loopback interface, for the repositories of a folder. */
public final class GitSshServer extends ExternalResource {
    private final KeyPair hostKey;
    private final List<String> users = new CopyOnWriteArrayList<>();
    private final List<String> offered = new CopyOnWriteArrayList<>();
    private SshServer server;
    private volatile PublicKey accepted;
    private volatile String password;

    public GitSshServer() {
        try {
            hostKey = KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Starts serving the folder; {@link #url} takes the path below it. */
    public GitSshServer serve(Path folder) throws Exception {
        server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPublickeyAuthenticator((user, key, session) -> {
            users.add(user);
            offered.add(KeyUtils.getFingerPrint(key));
            return accepted != null && KeyUtils.compareKeys(accepted, key);
        });
        server.setPasswordAuthenticator((user, secret, session) -> {
            users.add(user);
            return password != null && password.equals(secret);
        });
        server.setCommandFactory(
                new GitPackCommandFactory().withGitLocationResolver((command, args, session, fs) -> folder));
        server.start();
        return this;
    }

    @Override
    protected void after() {
        try {
            if (server != null) {
                server.stop(true);
            }
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    public GitSshServer accept(PublicKey key) {
        accepted = key;
        return this;
    }

    public GitSshServer acceptPassword(String secret) {
        password = secret;
        return this;
    }

    public String url(String path) {
        return "ssh://git@127.0.0.1:" + server.getPort() + "/" + path;
    }

    /** The server's line of a known_hosts file. */
    public String knownHostsLine() {
        return "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(hostKey.getPublic()) + "\n";
    }

    /** User names of all logins that were tried. */
    public List<String> users() {
        return List.copyOf(users);
    }

    /** Fingerprints of all keys that were offered. */
    public List<String> offered() {
        return List.copyOf(offered);
    }
}
