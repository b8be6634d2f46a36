package io.jenkins.plugins.fleetimagescan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DemoCommandTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void playsTheExampleOfTheSourceDocument() throws Exception {
        Path kept = folder.getRoot().toPath().resolve("demo");
        Cli cli = Cli.run("demo", "--keep", kept.toString());
        assertThat(cli.status()).as(cli.all()).isZero();
        assertThat(cli.out())
                .contains("-    example.com/image-tag: none", "+    example.com/image-tag: 7.0.5")
                .contains("+    example.com/image-tag: 7.2.1", "nothing is newer");
        try (Git git = Git.open(kept.resolve("remote.git").toFile())) {
            assertThat(git.log().add(git.getRepository().resolve("main")).call())
                    .hasSize(3);
        }
        String deployment = Files.readString(kept.resolve("clone/deployment.yaml"));
        assertThat(deployment).contains("demo/redis:7.2.1 # {\"$imagescan\": \"test-scan\"}", ":7.2.1@sha256:");
    }

    @Test
    public void leavesNothingBehind() {
        File temporary = new File(System.getProperty("java.io.tmpdir"));
        String[] before = temporary.list((d, name) -> name.startsWith("fleet-image-scan-demo"));
        assertThat(Cli.run("demo").status()).isZero();
        assertThat(temporary.list((d, name) -> name.startsWith("fleet-image-scan-demo")))
                .isEqualTo(before);
    }

    @Test
    public void doesNotTouchAFolderThatIsNotEmpty() throws Exception {
        Path file = folder.newFile("mine").toPath();
        Cli cli = Cli.run("demo", "--keep", folder.getRoot().toString());
        assertThat(cli.status()).isEqualTo(2);
        assertThat(file).exists();
        assertThat(folder.getRoot().list()).containsExactly("mine");
    }

    /** picocli shows the first line of a description there. */
    @Test
    public void theListOfCommandsHoldsWholeSentences() {
        String help = Cli.run("--help").out();
        assertThat(help.substring(help.indexOf("Commands:"), help.indexOf("Exit status"))
                        .replaceAll("\\s+", " "))
                .contains("commits and pushes. select", "those of --image. demo", "of its own. help");
    }
}
