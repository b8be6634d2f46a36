package io.jenkins.plugins.fleetimagescan.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;

/** What ranges mean, by the rules that Masterminds/semver documents and by what its issues settled. */
public class VersionConstraintTest {
    @Test
    public void exactVersions() throws Exception {
        range("1.2.3").accepts("1.2.3 v1.2.3 1.2.3+b 01.2.3").rejects("1.2.2 1.2.4 1.2.3-rc.1");
        range("=1.2.3").accepts("1.2.3").rejects("1.2.4");
        range("= v1.2.3").accepts("1.2.3").rejects("1.2.4");
        range("1.2.3+x").accepts("1.2.3 1.2.3+y").rejects("1.2.4");
        range("1.2.3-rc.1").accepts("1.2.3-rc.1").rejects("1.2.3 1.2.3-rc.2");
        range("0.0.0").accepts("0.0.0 0").rejects("0.0.1 1.2.3");
    }

    @Test
    public void anEqualSignWithMissingPartsOrWildcardsMeansAllOfThem() throws Exception {
        for (String written : new String[] {"1.2", "=1.2", "1.2.x", "1.2.X", "1.2.*", "v1.2", "= 1.2.x"}) {
            range(written).accepts("1.2.0 1.2.9 1.2").rejects("1.1.9 1.3.0 1.2.3-a 2.2.0");
        }
        for (String written : new String[] {"1", "1.x", "1.*.*", "1.x.3", "=1.x", "v1"}) {
            range(written).accepts("1.0.0 1.9.9").rejects("0.9.9 2.0.0 1.2.3-a");
        }
        for (String written : new String[] {"*", "x", "X", "=*", "x.1.2", "*.*.*", "v*"}) {
            range(written).accepts("0.0.0 0.0.1 7.8.9").rejects("0.0.0-a 7.8.9-rc.1");
        }
        range("0").accepts("0.0.0 0.9.0").rejects("1.0.0");
        range("0.0").accepts("0.0.9").rejects("0.1.0 1.0.0");
    }

    @Test
    public void unequal() throws Exception {
        range("!=1.2.3").accepts("1.2.2 1.2.4").rejects("1.2.3 1.2.3+b 1.2.4-a");
        range("!=1.2").accepts("1.1.0 1.3.0 2.2.0").rejects("1.2.0 1.2.9");
        range("!=1.x").accepts("0.9.0 2.0.0").rejects("1.0.0 1.9.9");
        // The wildcard excludes one pre-release of every 1.2 only, and a release is another.
        range("!=1.2-a").accepts("1.2.0 1.2.5-b 1.3.0-a").rejects("1.2.0-a 1.2.5-a");
        range("!=*").accepts("0.0.1 1.0.0").rejects("0.0.0");
    }

    @Test
    public void greater() throws Exception {
        range(">1.2.3").accepts("1.2.4 2.0.0").rejects("1.2.3 1.2.2 1.2.4-a");
        range(">1.2").accepts("1.3.0 2.0.0").rejects("1.2.0 1.2.9");
        range(">11").accepts("12.0.0").rejects("11.1.0 10.0.0");
        range(">1.x").accepts("2.0.0").rejects("1.9.9");
        range(">*").accepts("0.0.1 1.0.0").rejects("0.0.0");
        range(">0").accepts("1.0.0").rejects("0 0.9.0 0.0.1-alpha");
    }

    @Test
    public void greaterOrEqual() throws Exception {
        for (String operator : new String[] {">=", "=>"}) {
            range(operator + "1.2.3").accepts("1.2.3 1.2.4 2.0.0").rejects("1.2.2 1.2.3-a 2.0.0-a");
            range(operator + "1.2").accepts("1.2.0 1.2.1 3.0.0").rejects("1.1.9");
            range(operator + " 11.x").accepts("11.0.0 11.1.2").rejects("10.9.9");
            range(operator + "*").accepts("0.0.0 5.0.0").rejects("0.0.0-a");
        }
    }

    @Test
    public void less() throws Exception {
        range("<1.2.3").accepts("1.2.2 0.0.0").rejects("1.2.3 1.2.3-a 1.2.2-a");
        range("<1.2").accepts("1.1.9").rejects("1.2.0 1.2.1");
        range("<11.x").accepts("10.9.9").rejects("11.0.0 11.1.0");
        range("<0").rejects("0.0.0 0.0.0-alpha");
        range("<*").rejects("0.0.0 1.0.0");
    }

    @Test
    public void lessOrEqual() throws Exception {
        for (String operator : new String[] {"<=", "=<"}) {
            range(operator + "1.2.3").accepts("1.2.3 1.2.2 0.1.0").rejects("1.2.4 1.2.2-a");
            range(operator + "1.2").accepts("1.2.0 1.2.9 0.9.0").rejects("1.3.0 2.0.0");
            range(operator + "11").accepts("11.9.9 1.2.3").rejects("12.0.0");
            range(operator + " 2.x.x").accepts("2.9.9").rejects("3.0.0");
        }
        // Documented nowhere: the wildcard is read as 0.0, so that only 0.0.* remains.
        range("<=*").accepts("0.0.0 0.0.9").rejects("0.1.0 1.0.0");
    }

    @Test
    public void tilde() throws Exception {
        for (String operator : new String[] {"~", "~>", "~ ", "~> "}) {
            range(operator + "1.2.3").accepts("1.2.3 1.2.9").rejects("1.2.2 1.3.0 2.2.3 1.2.4-a");
            range(operator + "1.2").accepts("1.2.0 1.2.9").rejects("1.1.9 1.3.0");
            range(operator + "1.2.x").accepts("1.2.0 1.2.9").rejects("1.1.9 1.3.0");
            range(operator + "1").accepts("1.0.0 1.9.9 1.4").rejects("0.9.9 2.0.0");
            range(operator + "1.x").accepts("1.0.0 1.9.9").rejects("0.9.9 2.0.0");
            range(operator + "*").accepts("0.0.0 2.1.1").rejects("2.1.1-a");
        }
        range("~0.2.3").accepts("0.2.5").rejects("0.3.5");
        range("~0").accepts("0.9.0").rejects("1.0.0");
        range("~0.0").accepts("0.0.9").rejects("0.1.0");
    }

    /** Issues 156 and 254: a special case from version 1 that stays until version 4. */
    @Test
    public void tildeOfZeroHasNoEnd() throws Exception {
        range("~0.0.0").accepts("0.0.0 0.1.0 1.2.3").rejects("1.2.3-a");
        range("~0.0.0-0").accepts("0.0.0 1.2.3-a");
        range("~0.0.1").accepts("0.0.9").rejects("0.1.0");
    }

    @Test
    public void caret() throws Exception {
        range("^1.2.3").accepts("1.2.3 1.8.9").rejects("1.2.1 2.0.0 2.8.9 1.8.9-a");
        range("^1.2").accepts("1.2.0 1.8.9").rejects("1.1.9 2.0.0");
        range("^1.2.x").accepts("1.2.0 1.8.9").rejects("1.1.9 2.0.0");
        range("^1").accepts("1.0.0 1.8.9").rejects("0.9.9 2.0.0");
        range("^2.x").accepts("2.0.0 2.9.9").rejects("1.1.1 3.0.0");
    }

    /** Issues 133 and 181: below 1.0.0 the first part that is not 0 stays. */
    @Test
    public void caretBelowOne() throws Exception {
        range("^0.2.3").accepts("0.2.3 0.2.5").rejects("0.2.2 0.3.0 1.2.3");
        range("^0.2").accepts("0.2.0 0.2.5").rejects("0.3.0 0.1.9 1.2.0");
        range("^0.0.3").accepts("0.0.3").rejects("0.0.4 0.1.0 0.0.2 1.0.3");
        range("^0.0").accepts("0.0.0 0.0.3").rejects("0.1.4 1.0.4 1.0.0");
        range("^0").accepts("0.0.0 0.2.3").rejects("1.0.0 1.1.4");
        range("^0.0.0").accepts("0.0.0").rejects("0.0.1 1.2.3");
    }

    /** Issue 317: meant to be any version, but it is the caret of 0.0.0. */
    @Test
    public void caretOfTheWildcardIsZero() throws Exception {
        range("^*").accepts("0.0.0").rejects("0.0.1 0.1.0 1.0.0");
    }

    @Test
    public void hyphenRanges() throws Exception {
        range("1.2 - 1.4.5").accepts("1.2.0 1.4.5").rejects("1.1.9 1.4.6");
        // The right side is that of <=: 4.5 is all of 4.5.
        range("2.3.4 - 4.5").accepts("2.3.4 4.5.9").rejects("2.3.3 4.6.0");
        range("1 - 2").accepts("1.0.0 2.9.9").rejects("0.9.9 3.0.0");
        range(" v1.0.0  -\tv2.0.0 ").accepts("1.5.0").rejects("2.0.1");
        range("1.0.0 - 2.0.0 !=1.5.0").accepts("1.4.0").rejects("1.5.0");
        range("!=1.5.0, 1.0.0 - 2.0.0").accepts("1.4.0").rejects("1.5.0 3.0.0");
        range("1 - 2 || 4 - 5").accepts("1.0.0 5.0.0").rejects("3.0.0 6.0.0");
        range("1.0.0-a - 2.0.0").accepts("1.0.0-b 1.5.0-a").rejects("2.0.1 1.0.0-0");
        // Issue 34: long numeric identifiers are no right side of a range.
        range("v2.3.5-20161202202307-sha.e8fc5e5")
                .accepts("2.3.5-20161202202307-sha.e8fc5e5")
                .rejects("2.3.5");
    }

    @Test
    public void withoutSpaceAHyphenBeginsAPreRelease() throws Exception {
        range("1.2-1.4.5").accepts("1.2.0 1.2.0-1.4.5 1.2.9").rejects("1.3.0 1.4.5 1.2.0-1.4.4");
        range("1.1-3").rejects("4.3.2 2.0.0");
    }

    /** Masterminds takes the bar for a part of the number here; put spaces around it. */
    @Test
    public void aBarThatTouchesAHyphenRangeDividesIt() throws Exception {
        range("1||2 - 3").accepts("1.5.0 7.0.0 2.0.0").rejects("0.9.0 1.5.0-a");
        range("1 || 2 - 3").accepts("1.5.0 2.0.0").rejects("7.0.0");
        range("2 - 3||5").accepts("2.0.0 5.0.0").rejects("4.0.0");
    }

    @Test
    public void commaAndSpaceMeanAnd() throws Exception {
        for (String written :
                new String[] {">=1.1, <2, !=1.2.3", ">=1.1 <2 !=1.2.3", ">=1.1,<2,!=1.2.3", ">= 1.1 ,  < 2\n!= 1.2.3"
                }) {
            range(written).accepts("1.1.0 1.9.9").rejects("1.0.9 2.0.0 1.2.3");
        }
        range("<= 1.2.3, >= 1.4").rejects("1.3.0 1.2.3 1.4.0");
    }

    @Test
    public void twoBarsMeanOr() throws Exception {
        range(">= 1.2 < 3.0.0 || >= 4.2.3").accepts("1.2.0 2.9.9 4.2.3").rejects("1.1.9 3.0.0 4.2.2");
        range(">=1.1, <2, !=1.2.3 || > 3").accepts("4.1.2 1.5.0").rejects("3.1.2 3.0.0 1.2.3");
        range("1.2.3||1.2.5").accepts("1.2.3 1.2.5").rejects("1.2.4");
    }

    /** Issues 21 and 48: only a range that names a pre-release is about pre-releases. */
    @Test
    public void preReleasesCountOnlyWhereOneIsNamed() throws Exception {
        range("*").rejects("3.0.0-rc2 0.0.1-10");
        range("*-0").accepts("3.0.0-rc2 0.0.1-10 1.0.0");
        range(">= 0.0.1-10").accepts("0.0.1-10 0.0.2-1 1.0.0 3.0.0-rc2").rejects("0.0.1-9");
        range(">=1.2.3-0").accepts("1.2.3-alpha 1.2.3 1.2.4-a").rejects("1.2.2 1.2.2-z");
        range("<2.0.0-z").accepts("2.0.0-rc.1 1.0.0-a").rejects("2.0.0");
        range("^1.2.0-alpha.0").accepts("1.2.0-alpha.0 1.2.1-alpha.1").rejects("1.1.0 2.0.0-a");
        range("~1.2.3-beta.2").accepts("1.2.3-beta.4 1.2.4-beta.2 1.2.9").rejects("1.2.3-beta.1 1.3.4-beta.2");
        range("1.2.3+rc").rejects("1.2.3-rc");
    }

    /** As version 3.4 settled in pull request 267: one comparator speaks for its AND group, not for the others. */
    @Test
    public void onePreReleaseIsEnoughForItsAlternativeOnly() throws Exception {
        range(">= 1.0.0 <= 2.0.0-beta").accepts("1.0.1-beta 1.0.1 2.0.0-alpha").rejects("3.0.0 2.0.0-rc 1.0.0-a");
        range(">= 1.0.0 <= 2.0.0-beta || > 3").accepts("1.0.1-beta 4.0.0").rejects("4.0.1-beta");
        range("!=1.5.0-a >=1 <2").accepts("1.5.0-b").rejects("1.5.0-a");
    }

    /** The pre-release of the next version is below it: this is precedence, not what npm does. */
    @Test
    public void anUpperBoundDoesNotKeepOutItsOwnPreReleases() throws Exception {
        range(">=1.0.0-0 <2").accepts("1.9.9 2.0.0-rc.1").rejects("2.0.0");
        range(">=1.0.0-0 <2-0").accepts("1.9.9").rejects("2.0.0-rc.1");
    }

    /** Upper case sorts before lower case. */
    @Test
    public void identifiersAreComparedByByteOrder() throws Exception {
        range(">=1.2.3-BETA").accepts("1.2.3-alpha 1.2.3-BETA").rejects("1.2.3-ALPHA 1.2.3-9");
    }

    @Test
    public void bigNumbers() throws Exception {
        range(">9223372036854775807")
                .accepts("9223372036854775808 18446744073709551615")
                .rejects("1 9223372036854775807");
        range("^18446744073709551615").accepts("18446744073709551615.1").rejects("1");
        range("<=1.18446744073709551615")
                .accepts("1.18446744073709551615.3 1.2")
                .rejects("2");
    }

    private static Range range(String text) throws PolicyException {
        return new Range(VersionConstraint.parse(text));
    }

    private record Range(VersionConstraint constraint) {
        Range accepts(String versions) {
            return all(versions, true);
        }

        Range rejects(String versions) {
            return all(versions, false);
        }

        private Range all(String versions, boolean expected) {
            for (String version : versions.split(" ")) {
                assertThat(constraint.accepts(Version.parse(version)))
                        .as("%s accepts %s", constraint, version)
                        .isEqualTo(expected);
            }
            return this;
        }
    }
}
