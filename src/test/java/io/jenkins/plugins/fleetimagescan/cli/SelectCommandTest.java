package io.jenkins.plugins.fleetimagescan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;

public class SelectCommandTest {
    private static final String TAGS = "1.9.0\n1.10.0\n\n  v1.10.1  \n2.0.0-rc.1\nlatest\n";

    @Test
    public void printsTheTagThatThePolicyChooses() {
        assertThat(Cli.runWithInput(TAGS, "select", "--semver", "^1")).isEqualTo(new Cli(0, "v1.10.1\n", ""));
        assertThat(Cli.runWithInput(TAGS, "select", "--alphabetical", "asc").out())
                .isEqualTo("1.10.0\n");
        assertThat(Cli.runWithInput("9\n10\n", "select", "--numerical", "desc").out())
                .isEqualTo("10\n");
    }

    @Test
    public void filtersAndExtracts() {
        Cli cli = Cli.runWithInput(
                "main-2-aa\nmain-10-bb\nx-99-cc\n",
                "select",
                "--numerical",
                "desc",
                "--filter",
                "^main-(?P<n>[0-9]+)-",
                "--extract",
                "$n");
        assertThat(cli).isEqualTo(new Cli(0, "main-10-bb\n", ""));
    }

    @Test
    public void explainTellsWhyOnStandardError() {
        Cli cli = Cli.runWithInput(TAGS, "select", "--semver", ">=1", "--explain");
        assertThat(cli.out()).isEqualTo("v1.10.1\n");
        assertThat(cli.err()).contains("2.0.0-rc.1: pre-release", "latest: ");
    }

    @Test
    public void nothingSelectedIsStatusThree() {
        Cli cli = Cli.runWithInput(TAGS, "select", "--semver", ">=3");
        assertThat(cli.status()).isEqualTo(3);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).contains(">=3").doesNotContain("Exception");
        assertThat(Cli.runWithInput("", "select", "--semver", "*").status()).isEqualTo(3);
    }

    @Test
    public void badUsageIsStatusTwoWithOneSentence() {
        assertThat(Cli.run("select").status()).isEqualTo(2);
        assertThat(Cli.run("select", "--semver", "*", "--numerical", "asc").status())
                .isEqualTo(2);
        Cli range = Cli.run("select", "--semver", ">=>1");
        assertThat(range.status()).isEqualTo(2);
        assertThat(range.err()).startsWith("error: ").contains(">=>1").hasLineCount(1);
        assertThat(Cli.run("select", "--alphabetical", "up").err()).contains("up");
        assertThat(Cli.run("select", "--semver", "*", "--extract", "$1").err()).contains("--filter");
        assertThat(Cli.run("select", "--semver", "*", "--image", "UPPER").err()).contains("--image");
    }

    @Test
    public void listsTheTagsOfAnImage() throws Exception {
        try (DemoRegistry registry = DemoRegistry.start()) {
            registry.push("team/app", "1.0.0");
            registry.push("team/app", "1.1.0");
            String image = registry.host() + "/team/app";
            assertThat(Cli.run("select", "--semver", "*", "--image", image)).isEqualTo(new Cli(0, "1.1.0\n", ""));
            Cli unknown = Cli.run("select", "--semver", "*", "--image", registry.host() + "/team/other");
            assertThat(unknown.status()).isEqualTo(1);
            assertThat(unknown.err()).contains("team/other");
        }
    }
}
