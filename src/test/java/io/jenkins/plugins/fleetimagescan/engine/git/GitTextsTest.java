package io.jenkins.plugins.fleetimagescan.engine.git;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.fleetimagescan.engine.manifest.FileEdit;
import io.jenkins.plugins.fleetimagescan.testing.RealGit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Branch names from the environment, message templates, patches and addresses. */
public class GitTextsTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private static BuildBranch branch(String requested, Boolean push, Map<String, String> environment, String local)
            throws GitException {
        return BuildBranch.of(requested, push, environment, Set.of("origin", "origin/x"), local);
    }

    @Test
    public void branchOfABuild() throws Exception {
        assertThat(branch("refs/heads/rel", null, Map.of("GIT_BRANCH", "origin/main"), null))
                .isEqualTo(new BuildBranch("rel", true));
        assertThat(branch(null, null, Map.of("GIT_BRANCH", "origin/feature/a"), null)
                        .name())
                .isEqualTo("feature/a");
        assertThat(branch(null, null, Map.of("GIT_BRANCH", "feature/a", "BRANCH_NAME", "b"), null)
                        .name())
                .isEqualTo("feature/a");
        assertThat(branch(null, null, Map.of("GIT_BRANCH", "detached", "BRANCH_NAME", "b"), null)
                        .name())
                .isEqualTo("b");
        assertThat(branch(null, null, Map.of(), "local").name()).isEqualTo("local");
        assertThrows(GitException.class, () -> branch(null, null, Map.of(), null));
        assertThrows(GitException.class, () -> branch("a..b", null, Map.of(), null));
    }

    @Test
    public void theRemoteThatTheBuildComesFrom() {
        Set<String> both = Set.of("origin", "upstream");
        assertThat(PushRemote.choose(both, null, Map.of("GIT_BRANCH", "upstream/main"), "origin"))
                .isEqualTo("upstream");
        assertThat(PushRemote.choose(both, "origin/rel", Map.of("GIT_BRANCH", "upstream/main"), null))
                .isEqualTo("origin");
        assertThat(PushRemote.choose(both, "main", Map.of("GIT_BRANCH", "main"), "upstream"))
                .isEqualTo("upstream");
        assertThat(PushRemote.choose(both, null, Map.of(), ".")).isEqualTo("origin");
        assertThat(PushRemote.choose(Set.of("gitlab"), null, Map.of(), null)).isEqualTo("gitlab");
        assertThat(PushRemote.choose(Set.of("a", "b"), null, Map.of(), null)).isEqualTo("origin");
    }

    @Test
    public void pullRequestsPushOnlyWhenTold() throws Exception {
        Map<String, String> own = Map.of("CHANGE_ID", "7", "CHANGE_BRANCH", "feature", "BRANCH_NAME", "PR-7");
        assertThat(branch(null, null, own, null)).isEqualTo(new BuildBranch("feature", false));
        assertThat(branch(null, true, own, null)).isEqualTo(new BuildBranch("feature", true));
        Map<String, String> fork = Map.of("CHANGE_ID", "7", "CHANGE_BRANCH", "main", "CHANGE_FORK", "eve");
        assertThat(branch(null, null, fork, null).mayPush()).isFalse();
        assertThrows(GitException.class, () -> branch(null, true, fork, null));
    }

    @Test
    public void templates() throws Exception {
        assertThat(CommitMessage.parse("update image").render(List.of(), Map.of()))
                .isEqualTo("update image");
        assertThat(CommitMessage.parse("{{imageCount}} <&>").render(List.of(), Map.of()))
                .isEqualTo("0 <&>");
        for (String bad : List.of("{{nothing}}", "{{#images}}", "{{#images}}{{nmae}}{{/images}}")) {
            GitException failure = assertThrows(GitException.class, () -> CommitMessage.parse(bad));
            assertThat(failure).hasMessageContaining("imageCount");
        }
        assertThat(assertThrows(GitException.class, () -> CommitMessage.parse("{{range .Updated.Images}}{{end}}")))
                .hasMessageContaining("Go template");
    }

    @Test
    public void patchesApply_withCrLfAndWithoutFinalNewline() throws Exception {
        RealGit.assumeInstalled();
        RealGit work = new RealGit(folder.getRoot().toPath());
        work.git("init", "-q");
        String before = "a: 1\r\nimage: x:1\r\nb: 2";
        String after = "a: 1\r\nimage: x:2\r\nb: 3";
        work.write("dir with space/ü.yaml", before);
        FileEdit edit = new FileEdit(
                "dir with space/ü.yaml",
                before.getBytes(StandardCharsets.UTF_8),
                after.getBytes(StandardCharsets.UTF_8),
                List.of());
        Path patch = folder.getRoot().toPath().resolve("x.patch");
        try (var out = Files.newOutputStream(patch)) {
            UnifiedDiff.write(List.of(edit), out);
        }
        work.git("apply", "x.patch");
        assertThat(work.read("dir with space/ü.yaml")).isEqualTo(after);
        assertThat(UnifiedDiff.of(List.of(edit))).contains("\\ No newline at end of file");
    }

    @Test
    public void addressesAreShownWithoutSecrets() throws Exception {
        assertThat(RemoteUrl.parse("https://u:secret@git.example.com/x.git"))
                .hasToString("https://git.example.com/x.git");
        assertThat(RemoteUrl.parse("git@github.com:a/b.git")).hasToString("git@github.com:a/b.git");
        assertThat(RemoteUrl.redact("cannot open https://token@h/x: see ssh://a:b@h"))
                .isEqualTo("cannot open https://h/x: see ssh://h");
        for (String bad : List.of("amazon-s3://k@bucket/x", "ftp://h/x")) {
            assertThrows(GitException.class, () -> RemoteUrl.parse(bad));
        }
    }

    @Test
    public void whatCannotBeReachedSaysWhyAndWhatToDo() throws Exception {
        for (String scheme : List.of("https://", "ssh://git@")) {
            assertThat(unreachable(scheme + "nowhere.invalid/x.git"))
                    .endsWith("the name nowhere.invalid does not resolve. Check the spelling of the URL and the name "
                            + "server of this machine");
            assertThat(unreachable(scheme + "127.0.0.1:1/x.git"))
                    .contains("refused")
                    .endsWith("(firewall, proxy)");
        }
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> {
                try (Socket socket = plain.accept()) {
                    socket.getInputStream().read();
                    socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                } catch (IOException e) {
                    // The client has gone.
                }
            });
            server.setDaemon(true);
            server.start();
            assertThat(unreachable("https://127.0.0.1:" + plain.getLocalPort() + "/x.git"))
                    .contains("no secure connection: ");
        }
    }

    private String unreachable(String url) throws IOException {
        RemoteAccess access = RemoteAccess.of(GitCredential.none());
        Path parent = folder.newFolder().toPath();
        return assertThrows(GitException.class, () -> WorkingCopy.temporaryClone(url, null, access, parent))
                .getMessage();
    }
}
