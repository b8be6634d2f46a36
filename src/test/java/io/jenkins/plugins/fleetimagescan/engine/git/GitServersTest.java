package io.jenkins.plugins.fleetimagescan.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.fleetimagescan.engine.git.GitException.Kind;
import io.jenkins.plugins.fleetimagescan.testing.GitHttpBackend;
import io.jenkins.plugins.fleetimagescan.testing.RealGit;
import io.jenkins.plugins.fleetimagescan.testing.ServerProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The servers that most of the world runs: git's own over HTTP, its daemon, and OpenSSH. */
public class GitServersTest {
    private static final String PASSWORD = "s3cr3t-http-password";
    private static final String PASSPHRASE = "s3cr3t-ssh-passphrase";
    private static final String SSHD = "/usr/sbin/sshd";

    @Rule
    public GitHttpBackend http = new GitHttpBackend();

    @Rule
    public ServerProgram program = new ServerProgram();

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private Path root;
    private RealGit origin;

    @BeforeClass
    public static void needsGit() {
        RealGit.assumeInstalled();
    }

    @Before
    public void seed() throws Exception {
        root = folder.newFolder("served").toPath().toRealPath();
        origin = RealGit.bareWith(root, "a/pod.yaml", TagRewriter.manifest("1"), "b.txt", "0\n");
        origin.git("config", "http.receivepack", "true");
        origin.git("config", "uploadpack.allowFilter", "true");
        origin.git("config", "receive.advertisePushOptions", "true");
        RealGit history = origin.cloneTo("history");
        for (int i = 1; i <= 3; i++) {
            history.commitAndPush("b.txt", i + "\n", "main");
        }
    }

    private static PublishRequest.Builder request(String tag, RemoteAccess access) {
        return PublishRequest.builder("main", access, edits -> "Tag " + tag).backoff(failed -> {});
    }

    private Publication publish(String url, String tag, RemoteAccess access, PublishRequest.Builder request)
            throws Exception {
        Path parent = folder.getRoot().toPath().resolve("tmp");
        TagRewriter rewriter = TagRewriter.to(tag);
        try (WorkingCopy copy = WorkingCopy.temporaryClone(url, null, access, parent)) {
            return copy.publish(request.build(), rewriter.rewrite(copy.tree()), rewriter);
        } finally {
            assertThat(parent).isEmptyDirectory();
        }
    }

    /** What every server must do: clone, push, a race, a branch for a pull request, refusals in the server's words. */
    private void serves(String url, RemoteAccess access) throws Exception {
        Publication done = publish(url, "2", access, request("2", access));
        assertThat(origin.git("rev-parse", "main")).isEqualTo(done.commit());

        RealGit colleague = origin.cloneTo("colleague");
        TagRewriter rewriter = TagRewriter.to("3");
        try (WorkingCopy copy = WorkingCopy.temporaryClone(
                url, "main", access, folder.newFolder().toPath())) {
            colleague.commitAndPush("b.txt", "raced\n", "main");
            copy.publish(request("3", access).build(), rewriter.rewrite(copy.tree()), rewriter);
        }
        assertThat(origin.git("log", "-3", "--format=%s", "main")).isEqualTo("Tag 3\nChange b.txt\nTag 2");

        for (String tag : List.of("4", "5")) {
            publish(url, tag, access, request(tag, access).pushBranch("images").pushOptions(List.of("ci.skip")));
            colleague.git("pull", "-q");
            colleague.commitAndPush("b.txt", "while " + tag + "\n", "main");
        }
        assertThat(origin.git("show", "images:a/pod.yaml") + "\n").isEqualTo(TagRewriter.manifest("5"));
        // Tag 4, and Tag 5 as a merge with what main had become.
        assertThat(origin.git("rev-list", "--count", "main..images")).isEqualTo("2");

        Path hook = origin.folder().resolve("hooks/pre-receive");
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\necho 'ask the release team' >&2\nexit 1\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        GitException refused = assertThrows(GitException.class, () -> publish(url, "6", access, request("6", access)));
        assertThat(refused.kind()).isEqualTo(Kind.REJECTED);
        assertThat(refused).hasMessageContaining("ask the release team").hasMessageContaining("pre-receive hook");
        origin.git("fsck", "--strict");
    }

    @Test
    public void gitHttpBackend_withBasicLogin() throws Exception {
        http.serve(root).requireLogin("robot", PASSWORD);
        GitException wrong = assertThrows(
                GitException.class,
                () -> WorkingCopy.temporaryClone(
                        http.url("origin.git"),
                        null,
                        RemoteAccess.of(GitCredential.password("robot", "s3cr3t-wrong")),
                        folder.getRoot().toPath()));
        assertThat(wrong.kind()).isEqualTo(Kind.AUTHENTICATION);
        serves(http.url("origin.git"), RemoteAccess.of(GitCredential.password("robot", PASSWORD)));
    }

    @Test
    public void gitDaemon() throws Exception {
        int port = ServerProgram.freePort();
        program.start(
                port,
                folder.newFile("daemon.log"),
                "git",
                "-c",
                "safe.directory=*",
                "daemon",
                "--reuseaddr",
                "--export-all",
                "--enable=receive-pack",
                "--listen=127.0.0.1",
                "--port=" + port,
                "--base-path=" + root,
                root.toString());
        serves("git://127.0.0.1:" + port + "/origin.git", RemoteAccess.of(GitCredential.none()));
    }

    @Test
    public void openSsh_withAnEncryptedKey() throws Exception {
        ServerProgram.assumeInstalled(SSHD);
        Path etc = folder.newFolder("etc").toPath().toRealPath();
        for (String[] key : new String[][] {{"host", ""}, {"user", PASSPHRASE}}) {
            Process keygen = new ProcessBuilder(
                            "ssh-keygen",
                            "-q",
                            "-t",
                            "ed25519",
                            "-N",
                            key[1],
                            "-f",
                            etc.resolve(key[0]).toString())
                    .start();
            assertThat(keygen.waitFor()).isZero();
        }
        Files.copy(etc.resolve("user.pub"), etc.resolve("authorized_keys"));
        int port = ServerProgram.freePort();
        Path config = Files.writeString(
                etc.resolve("sshd_config"),
                String.join(
                        "\n",
                        "ListenAddress 127.0.0.1:" + port,
                        "HostKey " + etc.resolve("host"),
                        "AuthorizedKeysFile " + etc.resolve("authorized_keys"),
                        "PidFile " + etc.resolve("pid"),
                        "PermitRootLogin prohibit-password",
                        "PasswordAuthentication no",
                        "KbdInteractiveAuthentication no",
                        "StrictModes no",
                        "UsePAM no",
                        "SetEnv GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0=*",
                        ""));
        makePrivilegeSeparationFolder();
        program.start(port, folder.newFile("sshd.log"), SSHD, "-D", "-e", "-f", config.toString());
        String hostKey = Files.readString(etc.resolve("host.pub"));
        RemoteAccess access = RemoteAccess.of(GitCredential.sshKey(
                        System.getProperty("user.name"), Files.readString(etc.resolve("user")), PASSPHRASE))
                .withHostKeys(HostKeys.provided("[127.0.0.1]:" + port + " " + hostKey));
        serves("ssh://127.0.0.1:" + port + origin.folder(), access);
    }

    /** The folder that service scripts make; without it sshd does not start, and the test is skipped with its words. */
    private static void makePrivilegeSeparationFolder() {
        Path run = Path.of("/run/sshd");
        if (Files.isWritable(run.getParent()) && !Files.exists(run)) {
            assertThat(run.toFile().mkdir()).isTrue();
        }
    }
}
