package io.jenkins.plugins.fleetimagescan.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * The equivalences that Masterminds/semver documents, for random versions, pre-releases included. Where a range names
 * a pre-release, so does its upper bound here: the pre-releases of 2.0.0 are not within {@code ^1.0.0-a}.
 */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class RangeEquivalencesTest {
    @Property
    void tilde(
            @ForAll("versions") String version,
            @ForAll("preReleases") String pre,
            @ForAll @IntRange(max = 3) int a,
            @ForAll @IntRange(max = 3) int b,
            @ForAll @IntRange(max = 3) int c)
            throws PolicyException {
        String below = pre.isEmpty() ? "" : "-0";
        if (a + b + c > 0) {
            same(
                    version,
                    "~%d.%d.%d%s".formatted(a, b, c, pre),
                    ">=%d.%d.%d%s, <%d.%d%s".formatted(a, b, c, pre, a, b + 1, below));
        }
        same(version, "~%d.%d%s".formatted(a, b, pre), ">=%d.%d%s, <%d.%d%s".formatted(a, b, pre, a, b + 1, below));
        same(version, "~%d%s".formatted(a, pre), ">=%d%s, <%d%s".formatted(a, pre, a + 1, below));
        same(version, "~%d.%d.x%s".formatted(a, b, pre), "~%d.%d%s".formatted(a, b, pre));
        same(version, "~%d.x%s".formatted(a, pre), "~%d%s".formatted(a, pre));
        same(version, "~> %d.%d.%d%s".formatted(a, b, c, pre), "~%d.%d.%d%s".formatted(a, b, c, pre));
        same(version, "%d.%d.x%s".formatted(a, b, pre), "~%d.%d%s".formatted(a, b, pre));
        same(version, "%d%s".formatted(a, pre), "~%d%s".formatted(a, pre));
    }

    @Property
    void caret(
            @ForAll("versions") String version,
            @ForAll("preReleases") String pre,
            @ForAll @IntRange(max = 3) int a,
            @ForAll @IntRange(max = 3) int b,
            @ForAll @IntRange(max = 3) int c)
            throws PolicyException {
        String below = pre.isEmpty() ? "" : "-0";
        String from = "%d.%d.%d%s".formatted(a, b, c, pre);
        String to = a > 0 ? (a + 1) + "" : b > 0 ? "0." + (b + 1) : "0.0." + (c + 1);
        same(version, "^" + from, ">=%s <%s%s".formatted(from, to, below));
        String toMinor = a > 0 ? (a + 1) + "" : "0." + (b + 1);
        same(version, "^%d.%d%s".formatted(a, b, pre), ">=%d.%d%s <%s%s".formatted(a, b, pre, toMinor, below));
        same(version, "^%d%s".formatted(a, pre), ">=%d%s <%d%s".formatted(a, pre, a + 1, below));
        same(version, "^%d.%d.x%s".formatted(a, b, pre), "^%d.%d%s".formatted(a, b, pre));
    }

    @Property
    void comparisonsWithMissingParts(
            @ForAll("versions") String version, @ForAll @IntRange(max = 3) int a, @ForAll @IntRange(max = 3) int b)
            throws PolicyException {
        same(version, ">%d".formatted(a), ">=%d".formatted(a + 1));
        same(version, ">%d.%d".formatted(a, b), ">=%d.%d".formatted(a, b + 1));
        same(version, "<=%d".formatted(a), "<%d".formatted(a + 1));
        same(version, "<=%d.%d".formatted(a, b), "<%d.%d".formatted(a, b + 1));
        same(version, ">=%d.x".formatted(a), ">=%d.0.0".formatted(a));
        same(version, "<%d.%d.x".formatted(a, b), "<%d.%d.0".formatted(a, b));
        same(version, "!=%d".formatted(a), "<%d || >=%d".formatted(a, a + 1));
        same(version, "!=%d.%d".formatted(a, b), "<%d.%d || >=%d.%d".formatted(a, b, a, b + 1));
        same(version, "*", ">=0.0.0");
    }

    @Property
    void hyphenRanges(
            @ForAll("versions") String version, @ForAll("versions") String from, @ForAll("versions") String to)
            throws PolicyException {
        same(version, from + " - " + to, ">=" + from + ", <=" + to);
    }

    @Property
    void aComparisonAndItsOppositeDivideTheVersions(
            @ForAll("versions") String version, @ForAll @IntRange(max = 3) int bound) throws PolicyException {
        for (String pre : new String[] {"", "-a"}) {
            String whole = "%d.0.0".formatted(bound) + pre;
            if (pre.isEmpty() && Version.parse(version).isPreRelease()) {
                continue;
            }
            assertThat(accepts("<" + whole, version)).isNotEqualTo(accepts(">=" + whole, version));
            assertThat(accepts("<=" + whole, version)).isNotEqualTo(accepts(">" + whole, version));
            assertThat(accepts("=" + whole, version)).isNotEqualTo(accepts("!=" + whole, version));
        }
    }

    @Property
    void commasAndSpacesAreOne(@ForAll("ranges") String range, @ForAll("versions") String version)
            throws PolicyException {
        same(version, range, range.replace(", ", " , "));
        same(version, range, " " + range + " ");
        same(version, range, range + " || " + range);
    }

    @Property
    void anAlternativeAcceptsWhatTheWholeDoes(@ForAll("ranges") String range, @ForAll("versions") String version)
            throws PolicyException {
        boolean any = false;
        for (String alternative : range.split("\\|\\|")) {
            any |= accepts(alternative, version);
        }
        assertThat(accepts(range, version)).isEqualTo(any);
    }

    private static void same(String version, String a, String b) throws PolicyException {
        assertThat(accepts(a, version)).as("%s and %s of %s", a, b, version).isEqualTo(accepts(b, version));
    }

    private static boolean accepts(String range, String version) throws PolicyException {
        return VersionConstraint.parse(range).accepts(Version.parse(version));
    }

    @Provide
    Arbitrary<String> versions() {
        return SemverArbitraries.versions();
    }

    @Provide
    Arbitrary<String> ranges() {
        return SemverArbitraries.ranges();
    }

    @Provide
    Arbitrary<String> preReleases() {
        return SemverArbitraries.preReleases();
    }
}
