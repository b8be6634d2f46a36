package io.jenkins.plugins.fleetimagescan.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.testing.RealGit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * The checkouts that Jenkins makes, with everything else that may lie around in a workspace. The git program is the
 * judge: after a run it shows the differences that were there before, and no others.
 */
public class CheckoutsTest {
    private static final String POD = "a/pod.yaml";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private Path root;
    private RealGit origin;
    private RealGit work;

    @BeforeClass
    public static void needsGit() {
        RealGit.assumeInstalled();
    }

    @Before
    public void seed() throws Exception {
        root = folder.getRoot().toPath().toRealPath();
        origin = RealGit.bareWith(
                root,
                POD,
                TagRewriter.manifest("1"),
                "b/other.yaml",
                "other: 1\n",
                "b/staged.yaml",
                "staged: 1\n",
                "c/gone.yaml",
                "gone: 1\n");
        origin.cloneTo("history").commitAndPush("b/other.yaml", "other: 2\n", "main");
    }

    /** As the Git plugin does it: an empty repository, one fetch with a refspec, the commit checked out. */
    private void jenkinsCheckout(String refspec, String... fetchOptions) {
        work = new RealGit(root.resolve("work"));
        work.git("init", "-q");
        work.git("config", "remote.origin.url", "file://" + origin.folder());
        work.git("config", "--add", "remote.origin.fetch", refspec);
        String[] fetch = new String[fetchOptions.length + 4];
        fetch[0] = "fetch";
        fetch[1] = "-q";
        System.arraycopy(fetchOptions, 0, fetch, 2, fetchOptions.length);
        fetch[fetch.length - 2] = "file://" + origin.folder();
        fetch[fetch.length - 1] = refspec;
        work.git(fetch);
        work.git("checkout", "-q", "-f", work.git("rev-parse", "refs/remotes/origin/main"));
    }

    /** Changes of somebody, of every kind, that are none of our business. */
    private void disturb() {
        work.write("b/other.yaml", "other: unstaged\n");
        work.write("b/staged.yaml", "staged: staged\n").git("add", "b/staged.yaml");
        work.write("b/staged.yaml", "staged: and changed again\n");
        work.write("new/untracked.yaml", TagRewriter.manifest("1"));
        work.write("new/added.yaml", "added: 1\n").git("add", "new/added.yaml");
        work.write("new/intended.yaml", "intended: 1\n").git("add", "-N", "new/intended.yaml");
        work.git("rm", "-q", "c/gone.yaml");
    }

    /** What git says about everything except the file that the run is to change. */
    private String others() {
        return String.join(
                "\n--\n",
                work.git("status", "--porcelain", "--", ".", ":!" + POD, ":!new/untracked.yaml"),
                work.git("diff", "--", ".", ":!" + POD),
                work.git("diff", "--cached", "--", ".", ":!" + POD),
                work.git("ls-files", "-s", "-t", "--", ".", ":!" + POD),
                work.git("for-each-ref", "--", "refs/heads", "refs/tags"),
                work.git("config", "--local", "-l"),
                work.git("stash", "list"));
    }

    private Publication publish(String tag) throws Exception {
        PublishRequest.Builder request =
                PublishRequest.builder("main", RemoteAccess.of(GitCredential.none()), edits -> "Tag " + tag);
        return WorkspacePublishTest.publish(work.folder(), tag, request);
    }

    private void assertPublished(Publication done, String before) {
        assertThat(done.problems()).isEmpty();
        assertThat(origin.git("rev-parse", "main")).isEqualTo(done.commit());
        assertThat(origin.git("diff", "--name-only", "main~1", "main")).isEqualTo(POD);
        assertThat(work.git("rev-parse", "HEAD")).isEqualTo(done.commit());
        assertThat(work.git("rev-parse", "refs/remotes/origin/main")).isEqualTo(done.commit());
        assertThat(work.git("status", "--porcelain", "--", POD)).isEmpty();
        assertThat(others()).isEqualTo(before);
        work.git("fsck", "--strict");
        origin.git("fsck", "--strict");
    }

    @Test
    public void detachedHeadWithAllBranches() throws Exception {
        jenkinsCheckout("+refs/heads/*:refs/remotes/origin/*");
        disturb();
        String before = others();
        assertPublished(publish("2"), before);
    }

    @Test
    public void depthOneAndSingleBranch() throws Exception {
        jenkinsCheckout("+refs/heads/main:refs/remotes/origin/main", "--no-tags", "--depth=1");
        disturb();
        String before = others();
        assertPublished(publish("2"), before);
        assertThat(work.git("rev-parse", "--is-shallow-repository")).isEqualTo("true");
        assertThat(work.git("rev-list", "--count", "HEAD")).isEqualTo("2");
        work.git("fetch", "-q", "--unshallow");
        assertThat(work.git("log", "--format=%s")).isEqualTo("Tag 2\nChange b/other.yaml\nSeed");
    }

    @Test
    public void localBranch() throws Exception {
        jenkinsCheckout("+refs/heads/*:refs/remotes/origin/*");
        work.git("checkout", "-q", "-b", "main");
        disturb();
        work.git("branch", "unrelated");
        String before = work.git("diff", "--cached", "--", ".", ":!" + POD);
        Publication done = publish("2");
        assertThat(work.git("symbolic-ref", "HEAD")).isEqualTo("refs/heads/main");
        assertThat(work.git("rev-parse", "main", "origin/main")).isEqualTo(done.commit() + "\n" + done.commit());
        assertThat(work.git("rev-parse", "unrelated")).isEqualTo(work.git("rev-parse", "main~1"));
        assertThat(work.git("diff", "--cached", "--", ".", ":!" + POD)).isEqualTo(before);
        assertThat(work.git("status", "--porcelain", "--", POD)).isEmpty();
    }

    @Test
    public void sparseCheckout_leavesTheRestOut() throws Exception {
        origin.cloneTo("more").commitAndPush("hidden/pod.yaml", TagRewriter.manifest("1"), "main");
        jenkinsCheckout("+refs/heads/*:refs/remotes/origin/*");
        work.git("config", "core.sparseCheckout", "true");
        work.write(".git/info/sparse-checkout", "/a/\n/b/\n");
        work.git("read-tree", "-mu", "HEAD");
        assertThat(work.folder().resolve("hidden")).doesNotExist();
        work.write("b/other.yaml", "other: unstaged\n");
        String before = others();
        assertPublished(publish("2"), before);
        assertThat(work.folder().resolve("hidden")).doesNotExist();
        assertThat(origin.git("show", "main:hidden/pod.yaml") + "\n").isEqualTo(TagRewriter.manifest("1"));
    }

    @Test
    public void submodule_isLeftAlone() throws Exception {
        RealGit library = RealGit.bareWith(
                folder.newFolder("library").toPath().toRealPath(), "pod.yaml", TagRewriter.manifest("1"));
        RealGit more = origin.cloneTo("more");
        more.git(
                "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "file://" + library.folder(), "lib");
        more.git("commit", "-q", "-m", "Submodule");
        more.git("push", "-q", "origin", "HEAD:main");
        jenkinsCheckout("+refs/heads/*:refs/remotes/origin/*");
        work.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "update", "--init");
        String before = work.git("submodule", "status");
        Publication done = publish("2");
        assertThat(done.messages()).anyMatch(m -> m.contains("lib/pod.yaml"));
        assertThat(origin.git("diff", "--name-only", "main~1", "main")).isEqualTo(POD);
        assertThat(work.git("submodule", "status")).isEqualTo(before);
        assertThat(library.git("log", "--format=%s", "main")).isEqualTo("Seed");
    }

    @Test
    public void lineEndsOfTheWorkspaceDiffer() throws Exception {
        RealGit more = origin.cloneTo("more");
        more.commitAndPush(".gitattributes", "a/*.yaml text eol=crlf\nb/*.yaml text=auto\n", "main");
        jenkinsCheckout("+refs/heads/*:refs/remotes/origin/*");
        assertThat(work.read(POD)).isEqualTo(TagRewriter.manifest("1").replace("\n", "\r\n"));
        disturb();
        String before = others();
        assertPublished(publish("2"), before);
        assertThat(work.read(POD)).isEqualTo(TagRewriter.manifest("2").replace("\n", "\r\n"));
        assertThat(origin.git("show", "main:" + POD) + "\n").isEqualTo(TagRewriter.manifest("2"));
        assertThat(work.git("diff", "--stat", "--", POD)).isEmpty();
    }

    @Test
    public void autocrlf() throws Exception {
        work = new RealGit(root.resolve("work"));
        work.git("init", "-q");
        work.git("config", "core.autocrlf", "true");
        work.git("remote", "add", "origin", "file://" + origin.folder());
        work.git("fetch", "-q", "origin");
        work.git("checkout", "-q", "-f", "--detach", "origin/main");
        assertThat(work.read(POD)).contains("\r\n");
        String before = others();
        assertPublished(publish("2"), before);
        assertThat(origin.git("show", "main:" + POD) + "\n").isEqualTo(TagRewriter.manifest("2"));
    }

    @Test
    public void fileThatGoesThroughAFilter_isNamed_notCommitted() throws Exception {
        RealGit more = origin.cloneTo("more");
        // As Git LFS: a pointer is committed, its file lies in the workspace.
        more.write(".gitattributes", "large/*.yaml filter=big\n");
        more.write("large/pod.yaml", "version https://example.test/spec/v1\noid 1\n");
        more.git("add", "-A");
        more.git("commit", "-q", "-m", "Pointer");
        more.git("push", "-q", "origin", "HEAD:main");
        jenkinsCheckout("+refs/heads/*:refs/remotes/origin/*");
        work.git("config", "filter.big.clean", "printf 'version https://example.test/spec/v1\\noid 1\\n'");
        work.git("config", "filter.big.smudge", "cat");
        work.write("large/pod.yaml", TagRewriter.manifest("1"));
        String pointer = origin.git("rev-parse", "main:large/pod.yaml");
        Publication done = publish("2");
        assertThat(done.messages()).anyMatch(m -> m.contains("large/pod.yaml"));
        assertThat(origin.git("rev-parse", "main:large/pod.yaml")).isEqualTo(pointer);
        assertThat(work.read("large/pod.yaml")).isEqualTo(TagRewriter.manifest("2"));
        assertThat(work.git("status", "--porcelain")).isEmpty();
    }

    @Test
    public void executableFile_staysOne() throws Exception {
        RealGit more = origin.cloneTo("more");
        more.git("update-index", "--chmod=+x", POD);
        more.git("commit", "-q", "-m", "Executable");
        more.git("push", "-q", "origin", "HEAD:main");
        jenkinsCheckout("+refs/heads/*:refs/remotes/origin/*");
        String before = others();
        assertPublished(publish("2"), before);
        assertThat(origin.git("ls-tree", "main", POD)).startsWith("100755 ");
        assertThat(Files.getPosixFilePermissions(work.folder().resolve(POD)))
                .contains(PosixFilePermission.OWNER_EXECUTE);
    }

    @Test
    public void stagedChangeOfTheMarkedFile_staysStaged() throws Exception {
        jenkinsCheckout("+refs/heads/*:refs/remotes/origin/*");
        work.write(POD, TagRewriter.manifest("1") + "mine: staged\n").git("add", POD);
        Publication done = publish("2");
        assertThat(origin.git("show", "main:" + POD) + "\n").isEqualTo(TagRewriter.manifest("2"));
        assertThat(work.git("show", ":" + POD) + "\n").isEqualTo(TagRewriter.manifest("1") + "mine: staged\n");
        assertThat(work.read(POD)).isEqualTo(TagRewriter.manifest("2") + "mine: staged\n");
        assertThat(work.git("rev-parse", "HEAD")).isEqualTo(done.commit());
    }

    @Test
    public void worktreeOfAnotherRepository() throws Exception {
        jenkinsCheckout("+refs/heads/*:refs/remotes/origin/*");
        RealGit main = work;
        main.git("worktree", "add", "-q", "--detach", root.resolve("second").toString(), "origin/main");
        work = new RealGit(root.resolve("second"));
        disturb();
        String before = others();
        String elsewhere = main.git("rev-parse", "HEAD");
        assertPublished(publish("2"), before);
        assertThat(main.git("rev-parse", "HEAD")).isEqualTo(elsewhere);
        assertThat(main.git("status", "--porcelain")).isEmpty();
    }
}
