package io.jenkins.plugins.fleetimagescan.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.Test;

public class VersionTest {
    @Test
    public void partsMayBeMissingOrHaveLeadingZeros() {
        assertParts("1.2.3", 1, 2, 3);
        assertParts("v1.2.3", 1, 2, 3);
        assertParts("1.2", 1, 2, 0);
        assertParts("v1", 1, 0, 0);
        assertParts("2026.01.09", 2026, 1, 9);
        assertParts("000000000000000000000001.00.0", 1, 0, 0);
    }

    @Test
    public void preReleaseAndBuildMayFollowAnyPart() {
        assertThat(Version.parse("1.2.3-rc.1+build.5").preRelease()).isEqualTo("rc.1");
        assertThat(Version.parse("1.2-rc.1").preRelease()).isEqualTo("rc.1");
        assertThat(Version.parse("1-2.3").preRelease()).isEqualTo("2.3");
        assertThat(Version.parse("1.2.3-0a.-.--").preRelease()).isEqualTo("0a.-.--");
        assertThat(Version.parse("1.2.3+01").isPreRelease()).isFalse();
        assertThat(Version.parse("1.2.3+b-1").isPreRelease()).isFalse();
    }

    @Test
    public void numbersAreUnsigned64Bit() {
        assertThat(Version.parse("18446744073709551615.0.0").major()).isEqualTo(-1);
        assertThat(Version.parse("0018446744073709551615.0.0")).isNotNull();
        assertThat(Version.parse("18446744073709551616.0.0")).isNull();
        assertThat(Version.parse("1.99999999999999999999")).isNull();
        assertThat(Version.parse("1.2.100000000000000000000")).isNull();
    }

    @Test
    public void otherTextsAreNoVersions() {
        for (String text : List.of(
                "",
                "v",
                "latest",
                "V1.2.3",
                "vv1",
                " 1.2.3",
                "1.2.3 ",
                "1.2.3\n",
                "1.",
                "1..2",
                "1.2.",
                "1.2.3.4",
                ".1",
                "1.x",
                "-1",
                "1.2.3-",
                "1.2.3-a..b",
                "1.2.3-a.",
                "1.2.3-01",
                "1.2.3-a.00",
                "1.2.3-rc_1",
                "1.2.3+",
                "1.2.3+a+b",
                "1.2.3-é",
                "١.٢.٣")) {
            assertThat(Version.parse(text)).as("“%s”", text).isNull();
        }
    }

    @Test
    public void textsOfMoreThan256CharactersAreNoVersions() {
        assertThat(Version.parse("1.0.0-" + "a".repeat(250))).isNotNull();
        assertThat(Version.parse("1.0.0-" + "a".repeat(251))).isNull();
    }

    @Test
    public void theTextIsKept() {
        assertThat(Version.parse("v01.2+b")).hasToString("v01.2+b");
    }

    /** The example of semver.org, item 11, with numbers of any size added. */
    @Test
    public void precedence() {
        assertAscending(
                "0.0.0-0",
                "0.0.0",
                "1.0.0-0",
                "1.0.0-2",
                "1.0.0-10",
                "1.0.0-18446744073709551615",
                "1.0.0--",
                "1.0.0-0a",
                "1.0.0-A",
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
                "1.0.1-a",
                "1.0.1",
                "1.0.9",
                "1.0.10",
                "1.2",
                "1.10",
                "2",
                "9223372036854775807",
                "9223372036854775808",
                "18446744073709551615");
    }

    /** Masterminds parses identifiers as 64-bit numbers, and compares as text what does not fit. */
    @Test
    public void longNumericIdentifiersAreComparedAsText() {
        assertAscending("1.0.0-9", "1.0.0-100000000000000000000", "1.0.0-99999999999999999999", "1.0.0-a");
    }

    @Test
    public void buildMetadataAndSpellingDoNotCount() {
        List<String> equals = List.of("1.2.0", "v1.2.0", "1.2", "01.02", "1.2.0+a", "v1.2+b.c");
        for (String a : equals) {
            for (String b : equals) {
                assertThat(Version.parse(a).comparePrecedence(Version.parse(b)))
                        .as("%s and %s", a, b)
                        .isZero();
            }
        }
    }

    private static void assertParts(String text, long major, long minor, long patch) {
        Version version = Version.parse(text);
        assertThat(new long[] {version.major(), version.minor(), version.patch()})
                .as(text)
                .containsExactly(major, minor, patch);
    }

    private static void assertAscending(String... texts) {
        for (int i = 0; i < texts.length; i++) {
            for (int j = 0; j < texts.length; j++) {
                assertThat(Integer.signum(Version.parse(texts[i]).comparePrecedence(Version.parse(texts[j]))))
                        .as("%s and %s", texts[i], texts[j])
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }
}
