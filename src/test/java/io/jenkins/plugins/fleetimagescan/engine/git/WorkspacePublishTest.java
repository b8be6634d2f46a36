package io.jenkins.plugins.fleetimagescan.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.fleetimagescan.engine.manifest.FileEdit;
import io.jenkins.plugins.fleetimagescan.engine.tree.SourceTree;
import io.jenkins.plugins.fleetimagescan.engine.tree.WorkspaceTree;
import io.jenkins.plugins.fleetimagescan.testing.RealGit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.storage.file.WindowCacheConfig;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Publishing from the checkouts that Jenkins makes, with the git program as the judge of what is left. */
public class WorkspacePublishTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private RealGit origin;

    @BeforeClass
    public static void needsGit() {
        RealGit.assumeInstalled();
    }

    @Before
    public void seed() throws Exception {
        origin = RealGit.bareWith(
                folder.getRoot().toPath().toRealPath(),
                "fleet.yaml",
                "namespace: x\n",
                "a/pod.yaml",
                TagRewriter.manifest("1"),
                "b/other.yaml",
                "other: 1\n");
    }

    private static PublishRequest.Builder request(String tag) {
        return PublishRequest.builder("main", RemoteAccess.of(GitCredential.none()), edits -> {
                    try {
                        return CommitMessage.parse(null)
                                .render(edits, TagRewriter.to(tag).selections());
                    } catch (GitException e) {
                        throw new AssertionError(e);
                    }
                })
                .author(new CommitIdentity("Robot", "robot@example.com"))
                .backoff(failed -> {});
    }

    private static Publication publish(Path workspace, String tag) throws Exception {
        return publish(workspace, tag, request(tag));
    }

    static Publication publish(Path workspace, String tag, PublishRequest.Builder request) throws Exception {
        TagRewriter rewriter = TagRewriter.to(tag);
        List<FileEdit> edits = rewriter.rewrite(new WorkspaceTree(workspace));
        try (WorkingCopy copy = WorkingCopy.enclosing(workspace)) {
            return copy.publish(request.build(), edits, rewriter);
        }
    }

    @Test
    public void detachedHead_commitsOnlyTheEdit_andLeavesACleanWorkspace() throws Exception {
        RealGit work = origin.cloneTo("work");
        work.git("checkout", "-q", "--detach");
        Publication done = publish(work.folder(), "2");
        assertThat(done.pushed()).isTrue();
        assertThat(origin.git("rev-parse", "main")).isEqualTo(done.commit());
        assertThat(work.git("rev-parse", "HEAD", "origin/main")).isEqualTo(done.commit() + "\n" + done.commit());
        assertThat(work.git("status", "--porcelain")).isEmpty();
        assertThat(work.read("a/pod.yaml")).isEqualTo(TagRewriter.manifest("2"));
        assertThat(origin.git("log", "-1", "--format=%an <%ae> %cn%n%B", "main"))
                .isEqualTo(
                        "Robot <robot@example.com> Robot\nUpdate example/app to 2\n\n- example/app: 1 -> 2\n  a/pod.yaml");
        assertThat(origin.git("diff", "--stat", "main~1", "main")).contains("1 file changed");
    }

    @Test
    public void branchMoved_othersCommitStays_andTheWorkspaceIsLeftAlone() throws Exception {
        RealGit work = origin.cloneTo("work", "--depth", "1");
        String before = work.git("rev-parse", "HEAD");
        origin.cloneTo("colleague").commitAndPush("b/other.yaml", "other: 2\n", "main");
        Publication done = publish(work.folder(), "2");
        assertThat(done.attempts()).isEqualTo(1);
        assertThat(origin.git("log", "--format=%s", "main"))
                .isEqualTo("Update example/app to 2\nChange b/other.yaml\nSeed");
        assertThat(origin.git("show", "main:b/other.yaml")).isEqualTo("other: 2");
        assertThat(work.git("rev-parse", "HEAD")).isEqualTo(before);
        assertThat(work.git("rev-parse", "origin/main")).isEqualTo(done.commit());
        assertThat(work.read("b/other.yaml")).isEqualTo("other: 1\n");
        assertThat(work.git("status", "--porcelain")).isEqualTo(" M a/pod.yaml");
        work.git("fsck", "--strict");
    }

    @Test
    public void branchHasTheValuesAlready_noCommit() throws Exception {
        RealGit work = origin.cloneTo("work");
        origin.cloneTo("colleague").commitAndPush("a/pod.yaml", TagRewriter.manifest("2"), "main");
        Publication done = publish(work.folder(), "2");
        assertThat(done.commit()).isNull();
        assertThat(done.messages()).anyMatch(m -> m.contains("already"));
        assertThat(origin.git("log", "--format=%s", "main")).isEqualTo("Change a/pod.yaml\nSeed");
        assertThat(work.read("a/pod.yaml")).isEqualTo(TagRewriter.manifest("2"));
    }

    @Test
    public void dirtyMarkedFile_keepsItsChange_andTheCommitDoesNotHoldIt() throws Exception {
        RealGit work = origin.cloneTo("work");
        work.write("a/pod.yaml", TagRewriter.manifest("1") + "mine: true\n");
        work.write("b/other.yaml", "other: dirty\n").write("new.yaml", "x: 1\n");
        Publication done = publish(work.folder(), "2");
        assertThat(origin.git("show", "main:a/pod.yaml") + "\n").isEqualTo(TagRewriter.manifest("2"));
        assertThat(work.read("a/pod.yaml")).isEqualTo(TagRewriter.manifest("2") + "mine: true\n");
        assertThat(work.git("status", "--porcelain")).isEqualTo(" M a/pod.yaml\n M b/other.yaml\n?? new.yaml");
        assertThat(work.git("rev-parse", "HEAD")).isEqualTo(done.commit());
    }

    @Test
    public void localBranch_followsThePush() throws Exception {
        RealGit work = origin.cloneTo("work");
        Publication done = publish(work.folder(), "2");
        assertThat(work.git("status", "-sb")).isEqualTo("## main...origin/main");
        assertThat(work.git("rev-parse", "main")).isEqualTo(done.commit());
    }

    @Test
    public void unpublishedLocalCommits_areNotPushed() throws Exception {
        RealGit work = origin.cloneTo("work");
        work.write("b/other.yaml", "other: local\n").git("commit", "-qam", "Local");
        publish(work.folder(), "2");
        assertThat(origin.git("log", "--format=%s", "main")).isEqualTo("Update example/app to 2\nSeed");
        assertThat(work.git("log", "--format=%s")).isEqualTo("Local\nSeed");
    }

    @Test
    public void withoutPush_theCommitStaysHere() throws Exception {
        RealGit work = origin.cloneTo("work");
        Publication done = publish(work.folder(), "2", request("2").push(false));
        assertThat(done.pushed()).isFalse();
        assertThat(work.git("rev-parse", "HEAD")).isEqualTo(done.commit());
        assertThat(work.git("status", "--porcelain")).isEmpty();
        assertThat(origin.git("log", "--format=%s", "main")).isEqualTo("Seed");
    }

    @Test
    public void temporaryClone_publishes_andIsRemoved() throws Exception {
        Path parent = folder.newFolder("tmp").toPath();
        TagRewriter rewriter = TagRewriter.to("2");
        RemoteAccess access = RemoteAccess.of(GitCredential.none());
        try (WorkingCopy copy = WorkingCopy.temporaryClone("file://" + origin.folder(), null, access, parent)) {
            assertThat(copy.branch()).isEqualTo("main");
            origin.cloneTo("colleague").commitAndPush("b/other.yaml", "other: 2\n", "main");
            Publication done = copy.publish(request("2").build(), rewriter.rewrite(copy.tree()), rewriter);
            assertThat(origin.git("rev-parse", "main")).isEqualTo(done.commit());
        }
        assertThat(parent).isEmptyDirectory();
        assertThatThrownBy(() -> WorkingCopy.temporaryClone("file://" + origin.folder(), "nowhere", access, parent))
                .isInstanceOf(GitException.class)
                .hasMessageContaining("there is no branch nowhere at");
        assertThat(parent).isEmptyDirectory();
        assertThat(origin.git("log", "--format=%s", "main"))
                .isEqualTo("Update example/app to 2\nChange b/other.yaml\nSeed");
        origin.git("fsck", "--strict");
    }

    /** JGit gives files beyond a threshold (50 MB) as streams only. */
    @Test
    public void temporaryClone_readsLargeFilesToo() throws Exception {
        WindowCacheConfig small = new WindowCacheConfig();
        small.setStreamFileThreshold(1000);
        small.install();
        try {
            RealGit work = origin.cloneTo("work");
            String comment = "#".repeat(65_530) + "\n";
            work.write("large.yaml", comment + TagRewriter.manifest("1"));
            work.commitAndPush("none.yaml", comment.repeat(3), "main");
            work.git("add", "large.yaml");
            work.git("commit", "-q", "-m", "Large");
            work.git("push", "-q", "origin", "HEAD:main");
            TagRewriter rewriter = TagRewriter.to("2");
            try (WorkingCopy copy = WorkingCopy.temporaryClone(
                    "file://" + origin.folder(),
                    null,
                    RemoteAccess.of(GitCredential.none()),
                    folder.newFolder("tmp").toPath())) {
                SourceTree tree = copy.tree();
                assertThat(tree.size("large.yaml")).isGreaterThan(65_530);
                assertThat(rewriter.rewrite(tree))
                        .extracting(FileEdit::path)
                        .containsExactly("a/pod.yaml", "large.yaml");
            }
        } finally {
            new WindowCacheConfig().install();
        }
    }

    @Test
    public void repositoryThatCannotBeWritten_isNamed_andNothingChanges() throws Exception {
        RealGit work = origin.cloneTo("work");
        for (int i = 0; i < 256; i++) {
            // Where the folder of an object's first byte would be, there is a file.
            Path folder = work.folder().resolve(".git/objects/%02x".formatted(i));
            if (Files.notExists(folder)) {
                Files.createFile(folder);
            }
        }
        assertThatThrownBy(() -> publish(work.folder(), "2"))
                .isInstanceOf(GitException.class)
                .hasMessageContaining("cannot make the commit in " + work.folder() + "/.git: ");
        assertThat(work.git("status", "--porcelain")).isEmpty();
    }
}
