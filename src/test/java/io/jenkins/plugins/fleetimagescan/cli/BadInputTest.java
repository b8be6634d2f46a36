package io.jenkins.plugins.fleetimagescan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Each of these is a clear error and exit status 2; nothing is changed and no registry is asked. */
public class BadInputTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final AtomicInteger connections = new AtomicInteger();
    private ServerSocket registry;
    private Path dir;
    private String image;

    @Before
    public void setUp() throws IOException {
        registry = new ServerSocket(0);
        Thread counter = new Thread(this::count, "counting registry");
        counter.setDaemon(true);
        counter.start();
        image = "localhost:" + registry.getLocalPort() + "/team/app";
        dir = folder.newFolder("workspace").toPath();
        Files.writeString(dir.resolve("a.yaml"), "image: x:1 # {\"$imagescan\": \"app\"}\n");
    }

    private void count() {
        try {
            while (true) {
                registry.accept().close();
                connections.incrementAndGet();
            }
        } catch (IOException e) {
            // closed: the test is over
        }
    }

    @After
    public void tearDown() throws IOException {
        registry.close();
    }

    private void refused(String fleetYaml, String... words) throws IOException {
        Files.writeString(dir.resolve("fleet.yaml"), fleetYaml);
        refuses(words);
    }

    private void refuses(String... words) throws IOException {
        refuses(Cli.run("scan", "--dir", dir.toString(), "--no-commit"), words);
    }

    private void refuses(Cli cli, String... words) throws IOException {
        assertThat(cli.status()).as(cli.all()).isEqualTo(2);
        assertThat(cli.all()).contains("error: ").contains(words).doesNotContain("\tat ");
        assertThat(connections).hasValue(0);
        assertThat(Files.readString(dir.resolve("a.yaml"))).startsWith("image: x:1 #");
    }

    @Test
    public void noFleetYaml() throws IOException {
        refuses("**/fleet.yaml");
    }

    @Test
    public void brokenYaml() throws IOException {
        refused("imageScans:\n- image: [\n", "fleet.yaml:", "not valid YAML");
    }

    @Test
    public void aFileLargerThanTheMemoryIsRefusedUnread() throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(dir.resolve("fleet.yaml").toFile(), "rw")) {
            file.setLength(3L << 30); // sparse
        }
        refuses("fleet.yaml: ", "3221225472 bytes");
        Files.delete(dir.resolve("fleet.yaml"));
    }

    /** A name in another encoding than that of the process, here Latin-1: the process would not find the file. */
    @Test
    public void aNameInAnotherEncodingIsNamedAsTheReason() throws Exception {
        String folder = "\"$(printf 'caf\\351')\"";
        Process shell = new ProcessBuilder("sh", "-c", "mkdir " + folder + " && cp a.yaml " + folder)
                .directory(dir.toFile())
                .start();
        assumeTrue("the file system takes UTF-8 names only", shell.waitFor() == 0);
        Files.writeString(dir.resolve("fleet.yaml"), "imageScans:\n- {image: %s, tagName: app}\n".formatted(image));
        Files.writeString(dir.resolve("a.yaml"), "image: x:1 # none\n");
        Cli cli = Cli.run("scan", "--dir", dir.toString(), "--dry-run");
        assertThat(cli.out()).contains("a.yaml: the file cannot be opened", "LC_ALL=C.UTF-8");
        Process move = new ProcessBuilder("sh", "-c", "mv fleet.yaml " + folder)
                .directory(dir.toFile())
                .start();
        assertThat(move.waitFor()).isZero();
        Cli none = Cli.run("scan", "--dir", dir.toString(), "--dry-run");
        assertThat(none.status()).as(none.all()).isEqualTo(2);
        assertThat(none.out()).contains("fleet.yaml: the file cannot be opened", "LC_ALL=C.UTF-8");
    }

    @Test
    public void missingImage() throws IOException {
        refused("imageScans:\n- tagName: app\n", "fleet.yaml:2:3", "\"image\"");
    }

    @Test
    public void duplicateTagName() throws IOException {
        refused(
                "imageScans:\n- {image: %s, tagName: app}\n- {image: %s, tagName: app}\n".formatted(image, image),
                "fleet.yaml:3:",
                "\"app\"",
                "line 2");
    }

    @Test
    public void impossibleRange() throws IOException {
        refused(
                "imageScans:\n- {image: %s, tagName: app, policy: {semver: {range: '>=>1'}}}\n".formatted(image),
                "fleet.yaml:2:",
                ">=>1");
    }

    @Test
    public void impossibleInterval() throws IOException {
        refused(
                "imageScans:\n- {image: %s, tagName: app, interval: 5 minutes}\n".formatted(image),
                "fleet.yaml:2:",
                "5 minutes",
                "5m");
    }

    @Test
    public void gitRepoWithoutRepo() throws IOException {
        Files.writeString(
                dir.resolve("gitrepo.yaml"),
                "kind: GitRepo\napiVersion: fleet.cattle.io/v1alpha1\nspec: {branch: x}\n");
        Files.writeString(dir.resolve("fleet.yaml"), "imageScans:\n- {image: %s, tagName: app}\n".formatted(image));
        refuses(Cli.run("scan", "--dir", dir.toString(), "--git-repo", "gitrepo.yaml"), "gitrepo.yaml:3:", "\"repo\"");
        refuses(Cli.run("scan", "--dir", dir.toString(), "--git-repo", "missing.yaml"), "missing.yaml");
    }

    @Test(timeout = 20_000)
    public void aliasBomb() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; bomb.length() < 2_900_000; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [");
            bomb.append(("*a" + (i - 1) + ",").repeat(9)).append("]\n");
        }
        refused(bomb + "imageScans: *a1\n", "fleet.yaml");
    }

    @Test
    public void badTemplate() throws IOException {
        Files.writeString(dir.resolve("fleet.yaml"), "imageScans:\n- {image: %s, tagName: app}\n".formatted(image));
        refuses(
                Cli.run("scan", "--dir", dir.toString(), "--no-commit", "--message-template", "{{#images}}"),
                "messageTemplate");
    }

    @Test
    public void impossiblePushBranch() throws IOException {
        Files.writeString(dir.resolve("fleet.yaml"), "imageScans:\n- {image: %s, tagName: app}\n".formatted(image));
        refuses(
                Cli.run("scan", "--dir", dir.toString(), "--no-commit", "--push-branch", "a b"),
                "pushBranch",
                "\"a b\"");
    }

    @Test
    public void foldersOutsideOfTheRepository() throws IOException {
        Files.writeString(dir.resolve("fleet.yaml"), "imageScans:\n- {image: %s, tagName: app}\n".formatted(image));
        refuses(Cli.run("scan", "--dir", dir.toString(), "--no-commit", "--path", "../x"), "paths", "\"../x\"");
        Files.writeString(
                dir.resolve("gitrepo.yaml"),
                "kind: GitRepo\napiVersion: fleet.cattle.io/v1alpha1\nspec: {repo: 'file:///nowhere', paths: [../y]}\n");
        refuses(Cli.run("scan", "--dir", dir.toString(), "--git-repo", "gitrepo.yaml"), "gitrepo.yaml", "\"../y\"");
        Files.writeString(
                dir.resolve("gitrepo.yaml"),
                "kind: GitRepo\napiVersion: fleet.cattle.io/v1alpha1\nspec: {repo: 'file:///nowhere', paths: ['[z-a]']}\n");
        refuses(Cli.run("scan", "--dir", dir.toString(), "--git-repo", "gitrepo.yaml"), "spec.paths", "\"[z-a]\"");
    }

    @Test
    public void optionsThatCannotBe() throws IOException {
        refuses(Cli.run("scan", "--dir", dir.resolve("nowhere").toString()), "--dir");
        refuses(Cli.run("scan", "--dir", dir.toString(), "--ca-file", "nowhere.pem"), "there is no such file");
        refuses(Cli.run("scan", "--dir", dir.toString(), "--insecure-registry", "not/a host"), "--insecure-registry");
        refuses(
                Cli.run("scan", "--dir", dir.toString(), "--docker-config", "nowhere.json"),
                "docker config nowhere.json cannot be read: there is no such file");
        refuses(Cli.run("scan", "--dir", dir.toString(), "--push-attempts", "0"), "--push-attempts");
        refuses(
                Cli.run("scan", "--dir", dir.toString(), "--signing-key", "nowhere.key"),
                "--signing-key nowhere.key: there is no such file");
        Path state = Files.writeString(dir.resolve("state.json"), "null");
        refuses(Cli.run("scan", "--dir", dir.toString(), "--state", state.toString()), "--state", "remove it");
        assertThat(Cli.run("scan", "--push", "--no-push").status()).isEqualTo(2);
        assertThat(Cli.run("scan", "--colour").status()).isEqualTo(2);
        assertThat(Cli.run().status()).isEqualTo(2);
    }
}
