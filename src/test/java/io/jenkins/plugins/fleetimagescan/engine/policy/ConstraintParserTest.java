package io.jenkins.plugins.fleetimagescan.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assert.assertThrows;

import org.junit.Test;

public class ConstraintParserTest {
    @Test
    public void theErrorPointsAtTheCharacterAndSaysWhatIsExpected() {
        rejected("", 1, "a version such as 1.2.3, 1.x or *, found the end");
        rejected(">= 1.2, < y", 11, "a version such as 1.2.3, 1.x or *, found \"y\"");
        rejected("BAR >= 1.2.3", 1, "a version such as 1.2.3, 1.x or *, found \"BAR >= 1.2.3\"");
        rejected(">= bar", 4, "a version such as 1.2.3, 1.x or *, found \"bar\"");
        rejected("> ", 3, "a version such as 1.2.3, 1.x or *, found the end");
        rejected("==1", 2, "a version such as 1.2.3, 1.x or *, found \"=1\"");
        rejected("1 || ", 6, "a version such as 1.2.3, 1.x or *, found the end");
        rejected("|| 1", 1, "a version such as 1.2.3, 1.x or *, found \"|| 1\"");
        rejected("1,,2", 3, "a version such as 1.2.3, 1.x or *, found \",2\"");
        rejected("1.2.3 - ", 7, "a version such as 1.2.3, 1.x or *, found \"- \"");
        rejected("1 -2", 3, "a version such as 1.2.3, 1.x or *, found \"-2\"");
        rejected("1..2", 3, "a number or a wildcard (x, X, *) behind the dot, found \".2\"");
        rejected("1.", 3, "a number or a wildcard (x, X, *) behind the dot, found the end");
        rejected("1.2y", 4, "a space, a comma or || before the next comparator, found \"y\"");
        rejected("1.2.3.4", 6, "a space, a comma or || before the next comparator, found \".4\"");
        rejected("12.3.34~ 1.2.3", 8, "a space, a comma or || before the next comparator, found \"~ 1.2.3\"");
        rejected("1.2_3", 4, "a space, a comma or || before the next comparator, found \"_3\"");
        rejected("1x", 2, "a number or a single wildcard (x, X, *), found \"x\"");
        rejected("xx", 1, "a number or a single wildcard (x, X, *), found \"xx\"");
        rejected("1|2", 2, "a number or a single wildcard (x, X, *), found \"|2\"");
        rejected("18446744073709551616", 1, "a number up to 18446744073709551615, found \"18446744073709551616\"");
        rejected("1.2.3-a..b", 9, "letters, digits or hyphens, found \".b\"");
        rejected("1.2.3+", 7, "letters, digits or hyphens, found the end");
        rejected(
                "v1.2.3-beta.01",
                13,
                "a number without leading zeros, since it is part of a pre-release, found \"01\"");
    }

    @Test
    public void thePositionIsThatOfTheWrittenTextBehindHyphenRangesToo() {
        rejected("1 - 2 || x.y", 12, "a number or a wildcard (x, X, *) behind the dot, found \"y\"");
        rejected("1.0 - 2.0 3.0 - 4.0, y", 22, "a version such as 1.2.3, 1.x or *, found \"y\"");
        rejected("1 - 2.3.4.5", 10, "a version such as 1.2.3, 1.x or *, found \".5\"");
    }

    @Test
    public void aHyphenRangeStandsAloneOrBehindAComma() {
        for (String text : new String[] {">1 - 2", "1 2 - 3", "^1.2 - 3", "1 ||2 - 3"}) {
            assertThat(assertThrows(PolicyException.class, () -> VersionConstraint.parse(text)))
                    .hasMessageContaining("the hyphen range at character ");
        }
        rejected("2 - 3||4 - 5", 10, "a version such as 1.2.3, 1.x or *, found \"- 5\"");
    }

    @Test
    public void whatMastermindsReadsIsRead() throws Exception {
        for (String text : new String[] {
            "1.x.|",
            "*.12x",
            "1.2.3 ~1.2.3",
            "1-2-3",
            "1 - 2>3",
            ">=1,<2",
            "  >=  1  ,  <  2  ",
            "1\t\n\f\r2",
            "v1.2.3-0abc"
        }) {
            assertThat(VersionConstraint.parse(text)).hasToString(text);
        }
        assertThrows(PolicyException.class, () -> VersionConstraint.parse("1\u000b2"));
        assertThrows(PolicyException.class, () -> VersionConstraint.parse("1\u00a02"));
    }

    /** Limits of Masterminds/semver 3.5. */
    @Test
    public void thereAreLimits() throws Exception {
        VersionConstraint.parse("1" + " ".repeat(511));
        assertThat(assertThrows(PolicyException.class, () -> VersionConstraint.parse("1" + " ".repeat(512))))
                .hasMessage("the semver range has 513 characters; 512 are allowed");
        VersionConstraint.parse("1" + "||1".repeat(31));
        assertThat(assertThrows(PolicyException.class, () -> VersionConstraint.parse("1" + "||1".repeat(32))))
                .hasMessageEndingWith("it has 33 alternatives separated by ||; 32 are allowed");
        // As 1.0.0-aaa… it is the longest version that there is.
        VersionConstraint.parse("1-" + "a".repeat(250));
        assertThat(assertThrows(PolicyException.class, () -> VersionConstraint.parse("1-" + "a".repeat(251))))
                .hasMessageContaining("expected a version of at most 256 characters");
    }

    private static void rejected(String text, int character, String expected) {
        assertThat(assertThrows(PolicyException.class, () -> VersionConstraint.parse(text)))
                .hasMessage(
                        "\"" + text + "\" is not a semver range: at character " + character + ", expected " + expected);
    }
}
