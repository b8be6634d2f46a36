package io.jenkins.plugins.fleetimagescan.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.fleetimagescan.engine.git.GitException.Kind;
import io.jenkins.plugins.fleetimagescan.testing.RealGit;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A branch of its own for a pull request: created, taken forward, and left alone when others have worked on it. */
public class PushBranchTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private RealGit origin;
    private RealGit work;

    @BeforeClass
    public static void needsGit() {
        RealGit.assumeInstalled();
    }

    @Before
    public void seed() throws Exception {
        origin = RealGit.bareWith(
                folder.getRoot().toPath().toRealPath(), "a/pod.yaml", TagRewriter.manifest("1"), "b.txt", "1\n");
        work = origin.cloneTo("work");
        work.git("checkout", "-q", "--detach");
    }

    private Publication publish(String tag) throws Exception {
        work.git("checkout", "-q", "-f", "origin/main");
        PublishRequest.Builder request = PublishRequest.builder(
                        "main", RemoteAccess.of(GitCredential.none()), edits -> "Tag " + tag)
                .committer(new CommitIdentity("Robot", "robot@example.com"))
                .pushBranch("images");
        return WorkspacePublishTest.publish(work.folder(), tag, request);
    }

    private String history() {
        return origin.git("log", "--format=%s", "images");
    }

    @Test
    public void createdThenTakenForward_andNothingWhenItHasTheValues() throws Exception {
        publish("2");
        assertThat(history()).isEqualTo("Tag 2\nSeed");
        publish("3");
        assertThat(history()).isEqualTo("Tag 3\nTag 2\nSeed");
        assertThat(publish("3").commit()).isNull();
        assertThat(origin.git("log", "--format=%s", "main")).isEqualTo("Seed");
    }

    @Test
    public void otherBranchMovedOn_isMerged_withoutForce() throws Exception {
        publish("2");
        origin.cloneTo("colleague").commitAndPush("b.txt", "2\n", "main");
        work.git("fetch", "-q");
        publish("3");
        assertThat(origin.git("show", "images:b.txt")).isEqualTo("2");
        assertThat(origin.git("show", "images:a/pod.yaml") + "\n").isEqualTo(TagRewriter.manifest("3"));
        assertThat(origin.git("rev-list", "--count", "main..images")).isEqualTo("2");
    }

    @Test
    public void mergedBranch_isTakenForwardFromTheOther() throws Exception {
        publish("2");
        origin.git("update-ref", "refs/heads/main", "images");
        work.git("fetch", "-q");
        publish("3");
        assertThat(history()).isEqualTo("Tag 3\nTag 2\nSeed");
    }

    @Test
    public void commitsOfOthers_areAnError() throws Exception {
        publish("2");
        RealGit colleague = origin.cloneTo("colleague", "-b", "images");
        colleague.commitAndPush("b.txt", "mine\n", "images");
        String before = origin.git("rev-parse", "images");
        GitException failure = assertThrows(GitException.class, () -> publish("3"));
        assertThat(failure.kind()).isEqualTo(Kind.CONFLICT);
        assertThat(failure).hasMessageContaining("Somebody");
        assertThat(origin.git("rev-parse", "images")).isEqualTo(before);
    }
}
