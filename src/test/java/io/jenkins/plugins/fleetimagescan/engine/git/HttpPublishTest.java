package io.jenkins.plugins.fleetimagescan.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.fleetimagescan.engine.git.GitException.Kind;
import io.jenkins.plugins.fleetimagescan.testing.GitHttpServer;
import io.jenkins.plugins.fleetimagescan.testing.RealGit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Publishing over HTTP: logins, redirects, refusals, races, cancellation. */
public class HttpPublishTest {
    private static final String SECRET = "hunter2-very-secret";

    @Rule
    public GitHttpServer server = new GitHttpServer();

    @Rule
    public GitHttpServer other = new GitHttpServer();

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private RealGit origin;
    private Path parent;

    @BeforeClass
    public static void needsGit() {
        RealGit.assumeInstalled();
    }

    @Before
    public void seed() throws Exception {
        origin = server.createWith("team/app", "a/pod.yaml", TagRewriter.manifest("1"), "b/other.yaml", "other: 1\n");
        parent = folder.newFolder("tmp").toPath();
    }

    private static PublishRequest.Builder request(RemoteAccess access) {
        return PublishRequest.builder("main", access, edits -> "Update image").backoff(failed -> {});
    }

    private Publication publish(String url, RemoteAccess access, PublishRequest.Builder request) throws Exception {
        TagRewriter rewriter = TagRewriter.to("2");
        try (WorkingCopy copy = WorkingCopy.temporaryClone(url, "main", access, parent)) {
            return copy.publish(request.build(), rewriter.rewrite(copy.tree()), rewriter);
        } finally {
            assertThat(parent).isEmptyDirectory();
        }
    }

    private GitException failure(String url, RemoteAccess access) {
        return assertThrows(GitException.class, () -> publish(url, access, request(access)));
    }

    @Test
    public void aBranchThatMovesBetweenTheQuestionAndTheFetchIsAskedForAgain() throws Exception {
        String replacement = origin.git("commit-tree", "-m", "replaced", "main^{tree}");
        AtomicInteger posts = new AtomicInteger();
        server.onRequest(line -> {
            // The first asks where the branch is, the second for that commit.
            if (line.startsWith("POST") && posts.incrementAndGet() == 2) {
                origin.git("update-ref", "refs/heads/main", replacement);
            }
        });
        RemoteAccess access = RemoteAccess.of(GitCredential.none());
        assertThat(publish(server.url("team/app"), access, request(access)).pushed())
                .isTrue();
        assertThat(origin.git("rev-parse", "main^")).isEqualTo(replacement);
    }

    @Test
    public void passwordIsSentToThisServerOnly() throws Exception {
        server.requireLogin("robot", SECRET);
        RemoteAccess access = RemoteAccess.of(GitCredential.password("robot", SECRET));
        Publication done = publish(server.url("team/app"), access, request(access));
        assertThat(origin.git("rev-parse", "main")).isEqualTo(done.commit());
        assertThat(origin.git("show", "main:a/pod.yaml") + "\n").isEqualTo(TagRewriter.manifest("2"));
    }

    @Test
    public void passwordOfTheUrlWorks_andIsShownNowhere() throws Exception {
        server.requireLogin("robot", SECRET);
        String url = server.url("team/app").replace("http://", "http://robot:" + SECRET + "@");
        RemoteAccess access = RemoteAccess.of(GitCredential.none());
        assertThat(publish(url, access, request(access)).pushed()).isTrue();
        GitException wrong = failure(url.replace("team/app", "team/none"), access);
        assertThat(trace(wrong)).doesNotContain(SECRET);
    }

    private static String trace(Throwable failure) {
        java.io.StringWriter text = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }

    @Test
    public void refusedLogin_saysSo() {
        server.requireLogin("robot", SECRET);
        GitException wrong =
                failure(server.url("team/app"), RemoteAccess.of(GitCredential.password("robot", "guessed-wrong")));
        assertThat(wrong.kind()).isEqualTo(Kind.AUTHENTICATION);
        assertThat(wrong).hasMessageContaining(server.url("team/app"));
        assertThat(trace(wrong)).doesNotContain("guessed-wrong");
        assertThat(failure(server.url("team/app"), RemoteAccess.of(GitCredential.none()))
                        .kind())
                .isEqualTo(Kind.AUTHENTICATION);
    }

    @Test
    public void redirectToAnotherServer_doesNotTakeTheCredentialAlong() throws Exception {
        other.redirectTo(server.base());
        server.requireLogin("robot", SECRET);
        RemoteAccess access = RemoteAccess.of(GitCredential.password("robot", SECRET));
        GitException wrong = failure(other.url("team/app"), access);
        assertThat(wrong.kind()).isEqualTo(Kind.AUTHENTICATION);
        assertThat(server.authorizations()).isEmpty();
    }

    @Test
    public void refusalShowsTheServersWords_andIsNotTriedAgain() {
        server.rejectPushes("main is protected: open a merge request");
        GitException wrong = failure(server.url("team/app"), RemoteAccess.of(GitCredential.none()));
        assertThat(wrong.kind()).isEqualTo(Kind.REJECTED);
        assertThat(wrong)
                .hasMessageContaining("main is protected: open a merge request")
                .hasMessageContaining("pre-receive: ");
        assertThat(server.requests().stream().filter(r -> r.startsWith("POST") && r.endsWith("git-receive-pack")))
                .hasSize(1);
    }

    @Test
    public void branchMovesDuringThePush_isTriedAgain_untilTheAttemptsAreUsedUp() throws Exception {
        RealGit colleague = new RealGit(folder.newFolder("colleague").toPath());
        colleague.git("clone", "-q", origin.folder().toString(), ".");
        AtomicInteger races = new AtomicInteger();
        server.beforeReceive(pack -> {
            if (races.incrementAndGet() <= 2) {
                colleague.commitAndPush("b/other.yaml", "other: " + races.get() + "0\n", "main");
            }
        });
        RemoteAccess access = RemoteAccess.of(GitCredential.none());
        Publication done = publish(server.url("team/app"), access, request(access));
        assertThat(done.attempts()).isEqualTo(3);
        assertThat(origin.git("log", "--format=%s", "main"))
                .isEqualTo("Update image\nChange b/other.yaml\nChange b/other.yaml\nSeed");

        colleague.git("pull", "-q", "--rebase", "origin", "main");
        colleague.commitAndPush("a/pod.yaml", TagRewriter.manifest("1"), "main");
        races.set(-100);
        GitException wrong = assertThrows(
                GitException.class,
                () -> publish(server.url("team/app"), access, request(access).attempts(2)));
        assertThat(wrong.kind()).isEqualTo(Kind.CONFLICT);
        assertThat(wrong).hasMessageContaining("all 2 attempts");
        origin.git("fsck", "--strict");
    }

    @Test
    public void pushOptionsArriveAtTheServer() throws Exception {
        RemoteAccess access = RemoteAccess.of(GitCredential.none());
        publish(
                server.url("team/app"),
                access,
                request(access).pushBranch("images").pushOptions(List.of("merge_request.create", "x=y")));
        assertThat(server.pushOptions()).containsExactly("merge_request.create", "x=y");
        assertThat(origin.git("log", "--format=%s", "images")).isEqualTo("Update image\nSeed");
        assertThat(origin.git("log", "--format=%s", "main")).isEqualTo("Seed");
    }

    @Test
    public void interruptionEndsABlockedConnectionAtOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        server.onRequest(line -> {
            asked.countDown();
            try {
                end.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = new Thread(() -> thrown.set(catchThrowableOfType(
                InterruptedException.class,
                () -> WorkingCopy.temporaryClone(
                        server.url("team/app"), "main", RemoteAccess.of(GitCredential.none()), parent))));
        caller.start();
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        caller.interrupt();
        caller.join(10_000);
        end.countDown();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    public void silentServer_isGivenUp() {
        CountDownLatch end = new CountDownLatch(1);
        server.onRequest(line -> {
            try {
                end.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        GitException wrong = failure(
                server.url("team/app"), RemoteAccess.of(GitCredential.none()).withTimeout(Duration.ofSeconds(1)));
        end.countDown();
        assertThat(wrong.kind()).isEqualTo(Kind.CONNECTION);
        assertThat(wrong).hasMessageContaining("silent");
    }

    @Test
    public void proxyIsUsedWithItsLogin_andNotForItsExceptions() throws Exception {
        // A proxy sees the whole URL in the request line; the second server plays one that answers itself.
        other.createWith("team/app", "a/pod.yaml", TagRewriter.manifest("1"));
        RemoteAccess access = RemoteAccess.of(GitCredential.none());
        RemoteAccess proxied =
                access.withProxy(new GitProxy("127.0.0.1", other.port(), null, null, List.of("*.internal")));
        publish("http://git.example.test/git/team/app.git", proxied, request(proxied));
        assertThat(other.requests()).isNotEmpty();
        GitException wrong = failure("http://git.internal/git/team/app.git", proxied);
        assertThat(wrong.kind()).isEqualTo(Kind.CONNECTION);
    }

    @Test
    public void nothingSecretStaysInTheWorkspace() throws Exception {
        server.requireLogin("robot", SECRET);
        RealGit work = new RealGit(folder.newFolder("work").toPath());
        work.git("clone", "-q", origin.folder().toString(), ".");
        work.git("remote", "set-url", "origin", server.url("team/app"));
        RemoteAccess access = RemoteAccess.of(GitCredential.password("robot", SECRET));
        Publication done = WorkspacePublishTest.publish(work.folder(), "2", request(access));
        assertThat(origin.git("rev-parse", "main")).isEqualTo(done.commit());
        try (var files = Files.walk(work.folder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(SECRET);
            }
        }
        assertThat(access.toString()).doesNotContain(SECRET);
    }
}
