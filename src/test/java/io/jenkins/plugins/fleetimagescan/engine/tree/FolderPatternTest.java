package io.jenkins.plugins.fleetimagescan.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.Test;

/** The rules of Go's filepath.Match for a folder, and everything below it. */
public class FolderPatternTest {
    private static boolean matches(String folder, String path) {
        return FolderPattern.of(folder).test(path);
    }

    @Test
    public void foldersAreMeantWithAllThatIsBelow() {
        assertThat(matches("", "fleet.yaml")).isTrue();
        assertThat(matches("charts/a", "charts/a/fleet.yaml")).isTrue();
        assertThat(matches("charts/a", "charts/a/b/fleet.yaml")).isTrue();
        assertThat(matches("charts/a", "charts/ab/fleet.yaml")).isFalse();
        assertThat(matches("charts/a", "charts/a")).isFalse();
        assertThat(matches("a.b", "aXb/fleet.yaml")).isFalse();
    }

    @Test
    public void wildcards() {
        assertThat(matches("charts/*", "charts/a/fleet.yaml")).isTrue();
        assertThat(matches("charts/*", "charts/fleet.yaml")).isFalse();
        assertThat(matches("*", "a/b/fleet.yaml")).isTrue();
        assertThat(matches("a/*/c", "a/b/d/c/fleet.yaml")).isFalse();
        assertThat(matches("env-?", "env-1/fleet.yaml")).isTrue();
        assertThat(matches("env-?", "env-10/fleet.yaml")).isFalse();
        assertThat(matches("env-[ab]", "env-b/fleet.yaml")).isTrue();
        assertThat(matches("env-[^a-c]", "env-b/fleet.yaml")).isFalse();
        assertThat(matches("env-[", "env-[/fleet.yaml")).isTrue();
        assertThatThrownBy(() -> FolderPattern.of("[z-a]")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test(timeout = 10_000)
    public void manyStarsTakeLinearTime() {
        assertThat(matches("*a".repeat(200) + "b", "a".repeat(10_000) + "/fleet.yaml"))
                .isFalse();
    }
}
