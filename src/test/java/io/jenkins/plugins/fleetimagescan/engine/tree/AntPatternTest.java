package io.jenkins.plugins.fleetimagescan.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;

public class AntPatternTest {
    @Test
    public void twoStarsAreAnyNumberOfFolders() {
        AntPattern pattern = AntPattern.of("**/fleet.yaml");
        assertThat(pattern.test("fleet.yaml")).isTrue();
        assertThat(pattern.test("a/b/fleet.yaml")).isTrue();
        assertThat(pattern.test("a/my-fleet.yaml")).isFalse();
        assertThat(pattern.test("fleet.yaml/x")).isFalse();
    }

    @Test
    public void oneStarStaysWithinAName() {
        AntPattern pattern = AntPattern.of("apps/*/fleet.y?ml");
        assertThat(pattern.test("apps/a/fleet.yaml")).isTrue();
        assertThat(pattern.test("apps/a/b/fleet.yaml")).isFalse();
        assertThat(pattern.test("apps/fleet.yaml")).isFalse();
    }

    @Test
    public void aTrailingSlashMeansEverythingBelow() {
        assertThat(AntPattern.of("apps/").test("apps/a/b.yaml")).isTrue();
        assertThat(AntPattern.of("apps/**").test("apps/a/b.yaml")).isTrue();
        assertThat(AntPattern.of("apps/").test("app/b.yaml")).isFalse();
        assertThat(AntPattern.of("**").test("a/b")).isTrue();
    }

    @Test
    public void commasSeparatePatterns() {
        AntPattern pattern = AntPattern.of("a/fleet.yaml, b/*.yml");
        assertThat(pattern.test("a/fleet.yaml")).isTrue();
        assertThat(pattern.test("b/x.yml")).isTrue();
        assertThat(pattern.test("b/x.yaml")).isFalse();
    }

    @Test
    public void otherCharactersMeanThemselves() {
        assertThat(AntPattern.of("./a+b/(x).yaml").test("a+b/(x).yaml")).isTrue();
        assertThat(AntPattern.of("a.yaml").test("abyaml")).isFalse();
    }
}
