package io.jenkins.plugins.fleetimagescan.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.fleetimagescan.engine.git.GitException.Kind;
import io.jenkins.plugins.fleetimagescan.testing.GitSshServer;
import io.jenkins.plugins.fleetimagescan.testing.RealGit;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Publishing over SSH: keys and passphrases, and the four ways to verify a server. */
public class SshPublishTest {
    private static final String PASSPHRASE = "correct horse";

    @Rule
    public GitSshServer server = new GitSshServer();

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private RealGit origin;
    private Path parent;
    private KeyPair key;

    @BeforeClass
    public static void needsGit() {
        RealGit.assumeInstalled();
    }

    @Before
    public void seed() throws Exception {
        Path root = folder.newFolder("served").toPath().toRealPath();
        origin = RealGit.bareWith(root, "a/pod.yaml", TagRewriter.manifest("1"));
        parent = folder.newFolder("tmp").toPath();
        key = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
        server.serve(root).accept(key.getPublic());
    }

    static String privateKey(KeyPair pair, String passphrase) throws Exception {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        OpenSSHKeyEncryptionContext encryption = null;
        if (passphrase != null) {
            encryption = new OpenSSHKeyEncryptionContext();
            encryption.setPassword(passphrase);
            encryption.setCipherName("AES");
            encryption.setCipherType("256");
            encryption.setCipherMode("CTR");
        }
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "test", encryption, text);
        return text.toString(StandardCharsets.US_ASCII);
    }

    private void publish(GitCredential credential, HostKeys hostKeys) throws Exception {
        TagRewriter rewriter = TagRewriter.to("2");
        RemoteAccess access = RemoteAccess.of(credential).withHostKeys(hostKeys);
        try (WorkingCopy copy = WorkingCopy.temporaryClone(server.url("origin.git"), "main", access, parent)) {
            PublishRequest request =
                    PublishRequest.builder("main", access, edits -> "Over SSH").build();
            Publication done = copy.publish(request, rewriter.rewrite(copy.tree()), rewriter);
            assertThat(origin.git("rev-parse", "main")).isEqualTo(done.commit());
        } finally {
            assertThat(parent).isEmptyDirectory();
        }
    }

    private HostKeys provided() {
        return HostKeys.provided(server.knownHostsLine());
    }

    private GitException failure(GitCredential credential, HostKeys hostKeys) {
        return assertThrows(GitException.class, () -> publish(credential, hostKeys));
    }

    @Test
    public void encryptedKeyLogsIn_andNoOtherKeyIsOffered() throws Exception {
        publish(GitCredential.sshKey(null, privateKey(key, PASSPHRASE), PASSPHRASE), provided());
        assertThat(server.users()).containsOnly("git");
        assertThat(server.offered()).containsOnly(KeyUtils.getFingerPrint(key.getPublic()));
    }

    @Test
    public void keyWithWindowsLineEndsAndWithoutFinalNewlineIsRead() throws Exception {
        publish(GitCredential.sshKey(null, privateKey(key, null).strip().replace("\n", "\r\n"), null), provided());
    }

    @Test
    public void wrongPassphrase_isSaidBeforeAnythingIsSent() throws Exception {
        String encrypted = privateKey(key, PASSPHRASE);
        for (String wrong : new String[] {"wrong passphrase", null}) {
            GitException failure = failure(GitCredential.sshKey(null, encrypted, wrong), provided());
            assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
            assertThat(failure).hasMessageContaining("passphrase");
        }
        assertThat(failure(GitCredential.sshKey(null, "not a key", null), provided()))
                .hasMessageContaining("format");
        assertThat(server.users()).isEmpty();
    }

    @Test
    public void keyThatTheServerDoesNotKnow_isAnAuthenticationError() throws Exception {
        KeyPair stranger = KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
        GitException failure = failure(GitCredential.sshKey(null, privateKey(stranger, null), null), provided());
        assertThat(failure.kind()).isEqualTo(Kind.AUTHENTICATION);
        assertThat(failure(GitCredential.none(), provided()).kind()).isEqualTo(Kind.AUTHENTICATION);
    }

    @Test
    public void passwordLogsIn() throws Exception {
        server.acceptPassword("hunter2-secret");
        publish(GitCredential.password("git", "hunter2-secret"), provided());
        assertThat(failure(GitCredential.password("git", "wrong-secret"), provided())
                        .kind())
                .isEqualTo(Kind.AUTHENTICATION);
    }

    @Test
    public void knownHosts_acceptsOnlyWhatTheFileNames() throws Exception {
        GitCredential credential = GitCredential.sshKey(null, privateKey(key, null), null);
        Path file = folder.newFile("known_hosts").toPath();
        GitException unknown = failure(credential, HostKeys.knownHosts(file.toFile()));
        assertThat(unknown.kind()).isEqualTo(Kind.HOST_KEY);
        assertThat(unknown).hasMessageContaining("SHA256:");
        assertThat(file).isEmptyFile();
        assertThat(server.users()).isEmpty();

        Files.writeString(file, server.knownHostsLine());
        publish(credential, HostKeys.knownHosts(file.toFile()));
    }

    @Test
    public void acceptFirst_remembersTheKey_andRefusesAnother() throws Exception {
        GitCredential credential = GitCredential.sshKey(null, privateKey(key, null), null);
        Path file = folder.getRoot().toPath().resolve("new/known_hosts");
        publish(credential, HostKeys.acceptFirst(file.toFile()));
        assertThat(file).content().contains("127.0.0.1");

        KeyPair other = KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
        Files.writeString(
                file,
                server.knownHostsLine().split(" ")[0] + " "
                        + org.apache.sshd.common.config.keys.PublicKeyEntry.toString(other.getPublic()) + "\n");
        assertThat(failure(credential, HostKeys.acceptFirst(file.toFile())).kind())
                .isEqualTo(Kind.HOST_KEY);
    }

    @Test
    public void providedKeys_refuseOthersAndRevokedOnes_unverifiedAcceptsAll() throws Exception {
        GitCredential credential = GitCredential.sshKey(null, privateKey(key, null), null);
        String line = server.knownHostsLine();
        assertThat(failure(credential, HostKeys.provided("@revoked " + line + line))
                        .kind())
                .isEqualTo(Kind.HOST_KEY);
        assertThat(failure(credential, HostKeys.provided("")).kind()).isEqualTo(Kind.HOST_KEY);
        publish(credential, HostKeys.unverified());
    }

    @Test
    public void keyForHttp_isRefusedWithoutAConnection() {
        RemoteAccess access = RemoteAccess.of(GitCredential.sshKey(null, "x", null));
        GitException failure = assertThrows(
                GitException.class,
                () -> WorkingCopy.temporaryClone("https://git.example.test/x.git", null, access, parent));
        assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
    }
}
