package io.jenkins.plugins.fleetimagescan.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PatternSizeTest {
    @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    void theProgramIsNotMuchLargerThanTheEstimate(@ForAll("patterns") String pattern) {
        int estimate = PatternSize.estimate(pattern);
        Assume.that(estimate < 20_000);
        try {
            assertThat(Pattern.compile(pattern).programSize()).isLessThanOrEqualTo(3 * estimate + 10);
        } catch (PatternSyntaxException e) {
            Assume.that(false);
        }
    }

    @Example
    void bracesThatRepeatNothingDoNotCount() {
        assertThat(PatternSize.estimate("\\p{Greek}\\x{10FFFF}[{9}]{x}\\{9}\\Q{99}{99}\\E"))
                .isLessThan(50);
    }

    @Example
    void flagsAndEmptyQuotationsHideNoRepetition() {
        assertThat(PatternSize.estimate("a{40}(?i){40}(?i){40}(?i){40}(?i){40}"))
                .isEqualTo(PatternSize.TOO_LARGE);
        assertThat(PatternSize.estimate("(a{40})*(?i){40}\\Q\\E{40}(?s-i){40}")).isEqualTo(PatternSize.TOO_LARGE);
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.of(
                        "a",
                        "b",
                        "\\d",
                        "[a-z]",
                        "[^]x]",
                        "[]{9}(]",
                        "[[:alpha:]{9}(]",
                        "\\Q(a{9}\\E",
                        "\\Q\\E",
                        "(a{40})",
                        "(?i-s)",
                        "(?s:",
                        "\\x{61}",
                        "\\pL",
                        "\\p{Greek}",
                        "\\(",
                        "\\[",
                        "(",
                        ")",
                        "(?:",
                        "(?P<n>",
                        "(?i)",
                        "|",
                        "*",
                        "+",
                        "?",
                        "{2}",
                        "{3,}",
                        "{2,9}",
                        "{0}",
                        "{0,5}",
                        "{99}",
                        "{,3}",
                        "{x}",
                        "}",
                        "^",
                        "$",
                        ".",
                        "{",
                        "]",
                        "[")
                .list()
                .ofMaxSize(16)
                .map(pieces -> String.join("", pieces));
    }
}
