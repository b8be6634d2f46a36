package io.jenkins.plugins.fleetimagescan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ScanCommandTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private DemoRegistry registry;
    private Path remote;
    private Path clone;

    @Before
    public void setUp() throws Exception {
        registry = DemoRegistry.start();
        registry.push("team/app", "1.0.0");
        registry.push("team/app", "1.1.0");
        remote = folder.newFolder("remote.git").toPath();
        clone = folder.newFolder("clone").toPath();
        Git.init()
                .setBare(true)
                .setInitialBranch("main")
                .setDirectory(remote.toFile())
                .call()
                .close();
        try (Git git = Git.cloneRepository()
                .setURI(remote.toUri().toString())
                .setDirectory(clone.toFile())
                .call()) {
            git.getRepository().updateRef(Constants.HEAD).link(Constants.R_HEADS + "main");
            fleet("- {image: %s/team/app, tagName: app}".formatted(registry.host()));
            Files.writeString(
                    clone.resolve("a.yaml"),
                    "image: %s/team/app:1.0.0 # {\"$imagescan\": \"app\"}\n".formatted(registry.host()));
            Files.writeString(clone.resolve("b.yaml"), "other: file\n");
            git.add().addFilepattern(".").call();
            commit(git, "first");
            git.push().call();
        }
    }

    @After
    public void tearDown() {
        registry.close();
    }

    private void fleet(String entries) throws IOException {
        Files.writeString(clone.resolve("fleet.yaml"), "imageScans:\n" + entries + "\n");
    }

    private static void commit(Git git, String message) throws Exception {
        git.commit()
                .setMessage(message)
                .setAuthor("a", "a@example.com")
                .setCommitter("a", "a@example.com")
                .setSign(false)
                .call();
    }

    private Cli scan(String... more) {
        List<String> args = new ArrayList<>(List.of("scan", "--dir", clone.toString()));
        args.addAll(List.of(more));
        return Cli.run(args.toArray(String[]::new));
    }

    private RevCommit head() throws IOException {
        try (Git git = Git.open(remote.toFile())) {
            ObjectId id = git.getRepository().resolve("refs/heads/main");
            return git.getRepository().parseCommit(id);
        }
    }

    private String manifest() throws IOException {
        return Files.readString(clone.resolve("a.yaml"));
    }

    @Test
    public void commitsAndPushesAsAsked() throws Exception {
        Cli cli =
                scan("--author-name", "Bot", "--author-email", "bot@example.com", "--message-template", "update image");
        assertThat(cli.status()).as(cli.all()).isZero();
        assertThat(cli.out()).contains("commit " + head().name() + " pushed to main\n");
        assertThat(manifest()).contains("team/app:1.1.0 #");
        assertThat(head().getFullMessage().strip()).isEqualTo("update image");
        assertThat(head().getAuthorIdent().getName()).isEqualTo("Bot");
        assertThat(head().getAuthorIdent().getEmailAddress()).isEqualTo("bot@example.com");
    }

    @Test
    public void signsWithAnSshKey_andSaysBeforeTheScanThatItCannot() throws Exception {
        Path file = folder.newFile("key").toPath();
        Files.writeString(file, "not a key");
        Cli wrong = scan("--signing-key", file.toString());
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("--signing-key " + file).contains("format");
        assertThat(scan("--signing-key", file + "-that-is-not-there").status()).isEqualTo(2);
        assertThat(manifest()).contains(":1.0.0");

        try (OutputStream out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(
                    KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256), "robot", null, out);
        }
        Cli cli = scan("--signing-key", file.toString());
        assertThat(cli.status()).as(cli.all()).isZero();
        assertThat(new String(head().getRawGpgSignature(), StandardCharsets.US_ASCII))
                .startsWith("-----BEGIN SSH SIGNATURE-----\n");
    }

    @Test
    public void aSecondRunTouchesNothing() throws Exception {
        assertThat(scan().status()).isZero();
        ObjectId before = head();
        FileTime old = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(clone.resolve("a.yaml"), old);
        Cli cli = scan();
        assertThat(cli.out()).contains("nothing is newer");
        assertThat(head()).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(clone.resolve("a.yaml"))).isEqualTo(old);
    }

    @Test
    public void aDryRunPrintsTheDiffAndWritesNothing() throws Exception {
        String before = manifest();
        Cli cli = scan("--dry-run");
        assertThat(cli.status()).isZero();
        assertThat(cli.out())
                .contains(
                        "--- a/a.yaml\n+++ b/a.yaml\n@@ -1 +1 @@\n", "+image: ", "1 field in 1 file would be updated");
        Cli json = scan("--dry-run", "--output", "json");
        assertThat(new ObjectMapper().readTree(json.out()).get("changed").booleanValue())
                .isTrue();
        assertThat(json.err()).contains("--- a/a.yaml\n+++ b/a.yaml\n@@ -1 +1 @@\n");
        assertThat(manifest()).isEqualTo(before);
        assertThat(head().getFullMessage().strip()).isEqualTo("first");
    }

    @Test
    public void withoutCommitOnlyTheFilesChange() throws Exception {
        assertThat(scan("--no-commit").status()).isZero();
        assertThat(manifest()).contains(":1.1.0");
        try (Git git = Git.open(clone.toFile())) {
            assertThat(git.status().call().getModified()).containsExactly("a.yaml");
        }
    }

    @Test
    public void withoutPushTheCommitStaysHere() throws Exception {
        assertThat(scan("--no-push").status()).isZero();
        assertThat(head().getFullMessage().strip()).isEqualTo("first");
        try (Git git = Git.open(clone.toFile())) {
            assertThat(git.status().call().isClean()).isTrue();
            assertThat(git.log().call()).hasSize(2);
        }
    }

    @Test
    public void jsonHasTheFieldsOfTheStep() throws Exception {
        Cli cli = scan("--output", "json");
        JsonNode json = new ObjectMapper().readTree(cli.out());
        assertThat(json.get("changed").booleanValue()).isTrue();
        assertThat(json.get("commit").textValue()).isEqualTo(head().name());
        assertThat(json.get("branch").textValue()).isEqualTo("main");
        assertThat(json.get("errors")).isEmpty();
        JsonNode update = json.get("updates").get(0);
        assertThat(update.get("file").textValue()).isEqualTo("a.yaml");
        assertThat(update.get("line").intValue()).isEqualTo(1);
        assertThat(update.get("tagName").textValue()).isEqualTo("app");
        assertThat(update.get("oldValue").textValue()).endsWith("team/app:1.0.0");
        assertThat(update.get("newValue").textValue()).endsWith("team/app:1.1.0");
        assertThat(cli.err()).contains("app: ");
    }

    @Test
    public void aRepositoryOfItsOwnIsClonedAndPushed() throws Exception {
        Path elsewhere = folder.newFolder().toPath();
        Files.writeString(
                elsewhere.resolve("gitrepo.yaml"),
                """
                kind: GitRepo
                apiVersion: fleet.cattle.io/v1alpha1
                metadata: {name: my-repo}
                spec:
                  repo: %s
                  imageScanCommit: {authorName: foo, authorEmail: foo@bar.com, messageTemplate: from GitRepo}
                """
                        .formatted(remote.toUri()));
        Cli cli = Cli.run("scan", "--dir", elsewhere.toString(), "--git-repo", "gitrepo.yaml");
        assertThat(cli.status()).as(cli.all()).isZero();
        assertThat(head().getFullMessage().strip()).isEqualTo("from GitRepo");
        assertThat(head().getAuthorIdent().getName()).isEqualTo("foo");
        assertThat(elsewhere.toFile().list()).containsExactly("gitrepo.yaml");
        Path file = elsewhere.resolve("gitrepo.yaml");
        Path link = Files.createSymbolicLink(folder.getRoot().toPath().resolve("link.yaml"), file);
        for (Path path : List.of(file, link, Path.of("./gitrepo.yaml"))) {
            Cli same = Cli.run("scan", "--dir", elsewhere.toString(), "--git-repo", path.toString());
            assertThat(same.status()).as(same.all()).isZero();
        }
        Cli again = Cli.run(
                "scan", "--dir", elsewhere.toString(), "--repo", remote.toUri().toString());
        assertThat(again.out()).contains("nothing is newer");
    }

    @Test
    public void aFailedScanLeavesTheOthersAlone() throws Exception {
        String host = registry.host();
        fleet(
                """
                - {image: %s/team/app, tagName: app}
                - {image: %s/team/gone, tagName: gone}
                - {image: localhost:1/team/app, tagName: down}
                - {image: %s/team/app, tagName: none, policy: {semver: {range: '>=9'}}}"""
                        .formatted(host, host, host));
        Files.writeString(
                clone.resolve("c.yaml"),
                """
                - gone # {"$imagescan": "gone"}
                - down # {"$imagescan": "down"}
                - none # {"$imagescan": "none"}
                """);
        Cli cli = scan();
        assertThat(cli.status()).isEqualTo(1);
        assertThat(cli.out()).contains("gone: ", "down: ", "none: ", "4 scans, 3 failed", ">=9");
        assertThat(scan().out()).contains("nothing else is newer").doesNotContain("nothing is newer");
        assertThat(manifest()).contains(":1.1.0");
        assertThat(Files.readString(clone.resolve("c.yaml")))
                .startsWith("- gone #")
                .contains("- none #");
        assertThat(head().getFullMessage()).startsWith("Update ");
    }

    @Test
    public void stateHonoursIntervalsAndForceOverridesThem() throws Exception {
        Path state = folder.getRoot().toPath().resolve("state/state.json");
        assertThat(scan("--state", state.toString()).status()).isZero();
        registry.push("team/app", "1.2.0");
        Cli recorded = scan("--state", state.toString());
        assertThat(recorded.out()).contains("interval", "nothing is newer");
        assertThat(manifest()).contains(":1.1.0");
        assertThat(scan("--state", state.toString(), "--force").status()).isZero();
        assertThat(manifest()).contains(":1.2.0");
        registry.push("team/app", "1.3.0");
        assertThat(scan().status()).isZero();
        assertThat(manifest()).contains(":1.3.0");
        Files.writeString(state, "garbage");
        assertThat(scan("--state", state.toString()).status()).isEqualTo(2);
    }

    @Test
    public void aStateThatCannotBeKeptDoesNotHideWhatWasDone() throws Exception {
        Path file = Files.writeString(folder.getRoot().toPath().resolve("file"), "");
        Cli cli = scan("--state", file.resolve("state.json").toString());
        assertThat(cli.status()).isZero();
        assertThat(cli.out()).contains(" pushed to main");
        assertThat(cli.err()).contains("warning: --state: ", "cannot be written");
    }

    @Test
    public void foldersOfTheGitRepoMayBePatterns_andFoldersInVainAreNamed() throws Exception {
        Path file = folder.newFolder().toPath().resolve("gitrepo.yaml");
        String text = "kind: GitRepo\napiVersion: fleet.cattle.io/v1alpha1\nspec: {repo: '%s', paths: ['%s']}\n";
        try (Git git = Git.open(clone.toFile())) {
            Files.createDirectories(clone.resolve("charts/a"));
            Files.move(clone.resolve("fleet.yaml"), clone.resolve("charts/a/fleet.yaml"));
            Files.move(clone.resolve("a.yaml"), clone.resolve("charts/a/a.yaml"));
            git.add().addFilepattern(".").call();
            git.add().setUpdate(true).addFilepattern(".").call();
            commit(git, "move");
            git.push().call();
        }
        Files.writeString(file, text.formatted(remote.toUri(), "charts/*"));
        Cli cli = scan("--git-repo", file.toString(), "--dry-run", "--path", "charts/b", "--path", "/charts/a");
        assertThat(cli.status()).as(cli.all()).isZero();
        assertThat(cli.out())
                .contains("+++ b/charts/a/a.yaml", "warning: paths: no marked field was found below \"charts/b\"")
                .doesNotContain("below \"/charts/a\"");
        Files.writeString(file, text.formatted(remote.toUri(), "chart/*"));
        Cli none = scan("--git-repo", file.toString());
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.out()).contains("**/fleet.yaml: no file below chart/* matches");
    }

    @Test
    public void suspendedScansAreSkippedAndSaySo() throws Exception {
        fleet("- {image: localhost:1/x, tagName: app, suspend: true}");
        Cli cli = scan();
        assertThat(cli.status()).isZero();
        assertThat(cli.out()).contains("suspended");
        assertThat(manifest()).contains(":1.0.0");
    }

    @Test
    public void pushesToTheRemoteThatTheBranchFollows() throws Exception {
        Path other = folder.newFolder("upstream.git").toPath();
        Git.cloneRepository()
                .setBare(true)
                .setURI(remote.toUri().toString())
                .setDirectory(other.toFile())
                .call()
                .close();
        try (Git git = Git.open(clone.toFile())) {
            var config = git.getRepository().getConfig();
            config.setString("remote", "upstream", "url", other.toUri().toString());
            config.setString("branch", "main", "remote", "upstream");
            config.save();
        }
        assertThat(scan().status()).isZero();
        assertThat(head().getFullMessage().strip()).isEqualTo("first");
        try (Git git = Git.open(other.toFile())) {
            assertThat(git.log().call()).hasSize(2);
        }
        try (Git git = Git.open(clone.toFile())) {
            var config = git.getRepository().getConfig();
            config.setString("branch", "main", "pushRemote", "nowhere");
            config.unsetSection("remote", "upstream");
            config.unsetSection("remote", "origin");
            config.save();
        }
        registry.push("team/app", "1.2.0");
        Cli none = scan();
        assertThat(none.status()).isEqualTo(4);
        assertThat(none.err()).contains("no remote to push to", "git remote add");
    }

    /** The selection was made by the policy of the checkout; the branch that is pushed to has another one. */
    @Test
    public void aSelectionIsNotAppliedWhereThePolicyIsAnother() throws Exception {
        try (Git git = Git.open(clone.toFile())) {
            git.checkout().setCreateBranch(true).setName("release").call();
            fleet("- {image: %s/team/app, tagName: app, policy: {semver: {range: 1.0.x}}}".formatted(registry.host()));
            git.add().addFilepattern(".").call();
            commit(git, "stay at 1.0");
            git.push().add("release").call();
            git.checkout().setName("main").call();
        }
        Cli cli = scan("--branch", "release");
        assertThat(cli.status()).as(cli.all()).isZero();
        assertThat(cli.out()).contains("the scan app has another image or policy in fleet.yaml", "nothing updated");
        try (Git git = Git.open(remote.toFile())) {
            ObjectId release = git.getRepository().resolve("refs/heads/release");
            assertThat(git.getRepository().parseCommit(release).getFullMessage().strip())
                    .isEqualTo("stay at 1.0");
        }
    }

    @Test
    public void aMarkerThatIsGoneOnTheNewHeadIsNamed() throws Exception {
        Path other = folder.newFolder("colleague").toPath();
        try (Git git = Git.cloneRepository()
                .setURI(remote.toUri().toString())
                .setDirectory(other.toFile())
                .call()) {
            Files.writeString(other.resolve("a.yaml"), "image: mine\n");
            git.add().addFilepattern(".").call();
            commit(git, "mine");
            git.push().call();
        }
        Cli cli = scan();
        assertThat(cli.status()).isZero();
        assertThat(cli.out())
                .contains("a.yaml has no marker app any more on the branch main", "nothing updated")
                .doesNotContain("has the wanted values already");
    }

    @Test
    public void aCommitWhoseFileCannotFollowIsAChangeAndAnError() throws Exception {
        assertThat(clone.resolve("a.yaml").toFile().setReadOnly()).isTrue();
        Cli cli = scan("--output", "json");
        assertThat(cli.status()).isEqualTo(4);
        JsonNode json = new ObjectMapper().readTree(cli.out());
        assertThat(json.get("changed").booleanValue()).isTrue();
        assertThat(json.get("commit").textValue()).isEqualTo(head().name());
        assertThat(json.get("updates")).hasSize(1);
        assertThat(json.get("errors").get(0).textValue()).contains("a.yaml", "read-only");
    }

    @Test
    public void gitFailuresAreStatusFour() throws Exception {
        try (Git git = Git.open(clone.toFile())) {
            git.remoteSetUrl()
                    .setRemoteName("origin")
                    .setRemoteUri(new org.eclipse.jgit.transport.URIish(folder.getRoot()
                            .toPath()
                            .resolve("missing.git")
                            .toUri()
                            .toString()))
                    .call();
        }
        String before = manifest();
        Cli cli = scan();
        assertThat(cli.status()).as(cli.all()).isEqualTo(4);
        assertThat(cli.err()).startsWith("error: ").contains("missing.git");
        assertThat(cli.out()).contains("nothing updated").doesNotContain("commit ");
        assertThat(manifest()).isEqualTo(before);
        Cli noRepository = Cli.run("scan", "--dir", folder.newFolder().getPath());
        assertThat(noRepository.status()).isEqualTo(4);
    }
}
