package io.jenkins.plugins.fleetimagescan.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assert.assertThrows;

import org.junit.Test;

public class TagFilterTest {
    @Test
    public void thePatternIsFoundAnywhereAndTheTagIsCompared() throws Exception {
        assertThat(filter("-rc", null).apply("1.0.0-rc.1")).isEqualTo("1.0.0-rc.1");
        assertThat(filter("^rc", null).apply("1.0.0-rc.1")).isNull();
        assertThat(filter("-rc", "").apply("1.0.0-rc.1")).isEqualTo("1.0.0-rc.1");
        assertThat(filter("", null).apply("anything")).isEqualTo("anything");
    }

    @Test
    public void extractNamesGroupsByNumberOrName() throws Exception {
        String pattern = "^(?P<name>[a-z]+)-(\\d+)(x)?$";
        assertThat(filter(pattern, "$2").apply("main-17")).isEqualTo("17");
        assertThat(filter(pattern, "${2}").apply("main-17")).isEqualTo("17");
        assertThat(filter(pattern, "$name").apply("main-17")).isEqualTo("main");
        assertThat(filter(pattern, "${name}_$2.0").apply("main-17")).isEqualTo("main_17.0");
        assertThat(filter(pattern, "$0").apply("main-17")).isEqualTo("main-17");
        assertThat(filter(pattern, "$$$2").apply("main-17")).isEqualTo("$17");
        assertThat(filter(pattern, "fixed").apply("main-17")).isEqualTo("fixed");
    }

    @Test
    public void aGroupWithoutPartInTheMatchIsEmpty() throws Exception {
        assertThat(filter("^(a)|(b)$", "<$1$2>").apply("b")).isEqualTo("<b>");
    }

    @Test
    public void errorsNameWhatIsWrong() {
        rejected("(a", null, "\"(a\" is not a pattern of filterTags (RE2 syntax): missing closing )");
        rejected("a(?=b)", null, "is not a pattern of filterTags (RE2 syntax)");
        rejected("(a)", "$2", "filterTags.extract \"$2\": the pattern \"(a)\" has no group \"2\"");
        rejected("(a)", "$1x", "filterTags.extract \"$1x\": the pattern \"(a)\" has no group \"1x\"");
        rejected("(a)", "$ts", "has no group \"ts\"");
        rejected("(a)", "$99999999999", "has no group \"99999999999\"");
        rejected("(a)", "1$", "the dollar sign at character 2 needs the name or number of a group");
        rejected("(a)", "${1", "the dollar sign at character 1 needs");
        rejected("(a)", "$-", "write $$ for a dollar sign itself");
        rejected("(a)", "$1".repeat(501), "filterTags.extract has 1002 characters; 1000 are allowed");
        rejected(null, "$1", "filterTags.extract \"$1\" needs a filterTags.pattern");
    }

    /** Takes years where patterns are matched by backtracking. */
    @Test
    public void aHostilePatternStaysLinear() throws Exception {
        TagFilter filter = filter("(a+)+$", null);
        assertThat(filter.apply("a".repeat(100_000) + "!")).isNull();
        assertThat(filter.apply("!" + "a".repeat(100_000))).isNotNull();
    }

    /** Each would have RE2/J build a program of millions of instructions, or exhaust memory or stack. */
    @Test
    public void aPatternThatExplodesIsRefused() {
        rejected("(((a{100}){100}){100}){100}", null, "is too large a pattern");
        rejected("a{1000}{1000}{1000}", null, "is too large a pattern");
        rejected("(?:(?:(?:\\w{9,}){99,}){99,}){99,}", null, "is too large a pattern");
        rejected("(".repeat(4_000) + ")".repeat(4_000), null, "is too large a pattern");
        rejected("[" + "[:".repeat(1_000_000), null, "is too large a pattern");
    }

    @Test
    public void usualPatternsAreSmallEnough() throws Exception {
        filter("^(?P<branch>[a-z0-9._-]{1,64})-(?P<sha>[0-9a-f]{40})-(?P<ts>\\d{10,14})$", "$ts");
        filter("^[\\w][\\w.-]{0,127}$", null);
        filter("^a{0,1000}$", null);
        filter("(".repeat(200) + "a" + ")".repeat(200), null);
        filter("^sha256-[[:xdigit:]]{64}(\\.sig|\\.att)?$", null);
    }

    private static TagFilter filter(String pattern, String extract) throws PolicyException {
        return TagFilter.of(PolicySpec.semver("*").filtered(pattern, extract));
    }

    private static void rejected(String pattern, String extract, String message) {
        assertThat(assertThrows(PolicyException.class, () -> filter(pattern, extract)))
                .hasMessageContaining(message);
    }
}
