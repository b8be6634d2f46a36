package io.jenkins.plugins.fleetimagescan.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.fleetimagescan.engine.git.GitException.Kind;
import io.jenkins.plugins.fleetimagescan.testing.GitHttpServer;
import io.jenkins.plugins.fleetimagescan.testing.RealGit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** A branch for a pull request, from repositories that hold one commit only: whose commits are on it is seen nevertheless. */
@RunWith(Parameterized.class)
public class ShallowPushBranchTest {
    private static final RemoteAccess ACCESS = RemoteAccess.of(GitCredential.none());

    @Rule
    public GitHttpServer server = new GitHttpServer();

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    /** Whether the server can leave files out of what it sends. */
    private final boolean filter;

    private RealGit origin;
    private RealGit colleague;

    public ShallowPushBranchTest(boolean filter) {
        this.filter = filter;
    }

    @Parameters(name = "filter: {0}")
    public static Iterable<Boolean> filters() {
        return Arrays.asList(false, true);
    }

    @BeforeClass
    public static void needsGit() {
        RealGit.assumeInstalled();
    }

    @Before
    public void historyOfSomebody() throws Exception {
        origin = server.createWith("app", "a/pod.yaml", TagRewriter.manifest("1"), "b.txt", "0\n");
        origin.git("config", "uploadpack.allowFilter", String.valueOf(filter));
        colleague = new RealGit(folder.newFolder("colleague").toPath());
        colleague.git("clone", "-q", origin.folder().toString(), ".");
        mainMoves(3);
    }

    private void mainMoves(int commits) {
        colleague.git("checkout", "-q", "main");
        for (int i = 0; i < commits; i++) {
            colleague.commitAndPush("b.txt", colleague.read("b.txt") + "more\n", "main");
        }
    }

    private static PublishRequest request(String tag) {
        return PublishRequest.builder("main", ACCESS, edits -> "Tag " + tag)
                .committer(new CommitIdentity("Robot", "robot@example.com"))
                .pushBranch("images")
                .backoff(failed -> {})
                .build();
    }

    private Publication publish(String tag) throws Exception {
        Path parent = folder.getRoot().toPath().resolve("tmp");
        TagRewriter rewriter = TagRewriter.to(tag);
        try (WorkingCopy copy = WorkingCopy.temporaryClone(server.url("app"), "main", ACCESS, parent)) {
            return copy.publish(request(tag), rewriter.rewrite(copy.tree()), rewriter);
        } finally {
            assertThat(parent).isEmptyDirectory();
        }
    }

    private String onlyOnImages() {
        return origin.git("log", "--format=%s", "--topo-order", "main..images");
    }

    @Test
    public void branchIsTakenForward_andMergedWhenTheOtherMoves() throws Exception {
        publish("2");
        publish("3");
        assertThat(onlyOnImages()).isEqualTo("Tag 3\nTag 2");
        mainMoves(3);
        publish("4");
        assertThat(origin.git("rev-list", "--count", "main..images")).isEqualTo("3");
        assertThat(origin.git("rev-list", "--count", "images..main")).isEqualTo("0");
        assertThat(origin.git("show", "images:a/pod.yaml") + "\n").isEqualTo(TagRewriter.manifest("4"));
        assertThat(origin.git("show", "images:b.txt"))
                .isEqualTo(colleague.read("b.txt").strip());
        assertThat(publish("4").commit()).isNull();
        publish("5");
        assertThat(origin.git("rev-list", "--count", "main..images")).isEqualTo("4");
        origin.git("fsck", "--strict");
    }

    @Test
    public void branchThatWasMergedLongAgo_isTakenForwardFromTheOther() throws Exception {
        publish("2");
        colleague.git("fetch", "-q");
        colleague.git("merge", "-q", "--no-ff", "-m", "Merge", "origin/images");
        mainMoves(4);
        publish("3");
        assertThat(onlyOnImages()).isEqualTo("Tag 3");
        assertThat(origin.git("rev-parse", "images~1")).isEqualTo(origin.git("rev-parse", "main"));
    }

    @Test
    public void commitOfSomebodyBelowOurs_isAnError_andStays() throws Exception {
        publish("2");
        colleague.git("fetch", "-q");
        colleague.git("checkout", "-q", "-b", "images", "origin/images");
        colleague.commitAndPush("c.txt", "mine\n", "images");
        mainMoves(2);
        // What is on top looks like ours.
        String top = origin.git("commit-tree", "images^{tree}", "-p", "images", "-m", "Tag 2, again");
        origin.git("update-ref", "refs/heads/images", asRobot(top));
        String before = origin.git("rev-parse", "images");
        GitException failure = assertThrows(GitException.class, () -> publish("3"));
        assertThat(failure.kind()).isEqualTo(Kind.CONFLICT);
        assertThat(failure).hasMessageContaining("Somebody");
        assertThat(origin.git("rev-parse", "images")).isEqualTo(before);
    }

    /** The same commit with another committer. */
    private String asRobot(String commit) throws Exception {
        String text = origin.git("cat-file", "commit", commit)
                .replaceAll("committer Somebody <[^>]*>", "committer Robot <robot@example.com>");
        Path file = folder.newFile().toPath();
        Files.writeString(file, text + "\n");
        return origin.git("hash-object", "-t", "commit", "-w", file.toString());
    }

    @Test
    public void shallowWorkspaceStaysAsItIs() throws Exception {
        publish("2");
        mainMoves(2);
        RealGit work = new RealGit(folder.newFolder("work").toPath());
        work.git("clone", "-q", "--depth", "1", server.url("app"), ".");
        work.git("checkout", "-q", "--detach");
        mainMoves(1);
        String head = work.git("rev-parse", "HEAD");
        Publication done = WorkspacePublishTest.publish(work.folder(), "3", builder());
        assertThat(done.pushed()).isTrue();
        assertThat(origin.git("show", "images:a/pod.yaml") + "\n").isEqualTo(TagRewriter.manifest("3"));
        assertThat(work.git("rev-parse", "HEAD")).isEqualTo(head);
        assertThat(work.git("rev-list", "--count", "HEAD")).isEqualTo("1");
        assertThat(work.git("status", "--porcelain")).isEqualTo(" M a/pod.yaml");
        try (var files = Files.list(work.folder().resolve(".git"))) {
            assertThat(files).noneMatch(f -> f.getFileName().toString().startsWith("fleet-image-scan-"));
        }
        work.git("fsck", "--strict");
        work.git("fetch", "-q", "--unshallow");
        work.git("fsck", "--strict");
    }

    private static PublishRequest.Builder builder() {
        return PublishRequest.builder("main", ACCESS, edits -> "Tag 3")
                .committer(new CommitIdentity("Robot", "robot@example.com"))
                .pushBranch("images");
    }
}
