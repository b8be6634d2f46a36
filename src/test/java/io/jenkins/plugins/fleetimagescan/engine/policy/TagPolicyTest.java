package io.jenkins.plugins.fleetimagescan.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assert.assertThrows;

import java.util.List;
import java.util.Set;
import org.junit.Test;

public class TagPolicyTest {
    private static final Set<String> NONE = Set.of();

    @Test
    public void semverTakesTheNewestWithinTheRange() throws Exception {
        assertThat(choose(PolicySpec.semver(">=1.2 <2"), "1.1.9", "latest", "2.0.0", "1.10.0", "1.9.9"))
                .isEqualTo("1.10.0");
    }

    @Test
    public void theOriginalTagIsWritten() throws Exception {
        assertThat(choose(PolicySpec.semver("*"), "v1.2", "1.1")).isEqualTo("v1.2");
    }

    @Test
    public void withoutAnyPolicySemverTakesTheNewestRelease() throws Exception {
        TagPolicy policy = TagPolicy.of(new PolicySpec(null, null, null, null, null));
        assertThat(policy.describe()).isEqualTo("semver *");
        assertThat(policy.choose(List.of("1.0.0", "2.0.0-rc.1", "main"), NONE)).isEqualTo("1.0.0");
    }

    @Test
    public void semverWinsOverAlphabeticalAndThatOverNumericalAsInFleet() throws Exception {
        List<String> tags = List.of("9", "10", "b");
        assertThat(TagPolicy.of(new PolicySpec("<10", "desc", "desc", null, null))
                        .choose(tags, NONE))
                .isEqualTo("9");
        assertThat(TagPolicy.of(new PolicySpec(null, "desc", "desc", null, null))
                        .choose(tags, NONE))
                .isEqualTo("b");
        assertThat(TagPolicy.of(new PolicySpec(null, null, "desc", null, null)).choose(tags, NONE))
                .isEqualTo("10");
    }

    @Test
    public void alphabeticalTakesTheFirstOrTheLastByByteOrder() throws Exception {
        assertThat(choose(PolicySpec.alphabetical("asc"), "b", "a", "c", "B")).isEqualTo("B");
        assertThat(choose(PolicySpec.alphabetical("desc"), "b", "a", "c", "B")).isEqualTo("c");
        assertThat(choose(PolicySpec.alphabetical("DESC"), "b", "a", "c")).isEqualTo("c");
        assertThat(choose(PolicySpec.alphabetical(""), "b", "a", "c")).isEqualTo("c");
        assertThat(choose(PolicySpec.alphabetical("desc"), "10", "9")).isEqualTo("9");
    }

    @Test
    public void anUnknownOrderIsAnError() {
        assertThat(assertThrows(PolicyException.class, () -> TagPolicy.of(PolicySpec.alphabetical("up"))))
                .hasMessage("\"up\" is not an order of the policy alphabetical; accepted are asc (takes the first)"
                        + " and desc (takes the last)");
        assertThrows(PolicyException.class, () -> TagPolicy.of(PolicySpec.numerical("ascending")));
    }

    @Test
    public void nothingMatchesIsNoException() throws Exception {
        assertThat(choose(PolicySpec.semver(">=3"), "1.0.0", "latest")).isNull();
        assertThat(choose(PolicySpec.alphabetical("asc"))).isNull();
    }

    @Test
    public void ofEqualVersionsTheOneInUseStays() throws Exception {
        TagPolicy policy = TagPolicy.of(PolicySpec.semver("*"));
        List<String> tags = List.of("1.1.0", "v1.2.0", "1.2.0", "1.2");
        assertThat(policy.choose(tags, NONE)).isEqualTo("1.2");
        assertThat(policy.choose(tags, Set.of("v1.2.0"))).isEqualTo("v1.2.0");
        assertThat(policy.choose(tags, Set.of("v1.2.0", "1.2.0"))).isEqualTo("1.2.0");
        assertThat(policy.choose(tags, Set.of("1.1.0", "01.2.0"))).isEqualTo("1.2");
    }

    @Test
    public void ofEqualNumbersTheOneInUseStays() throws Exception {
        TagPolicy policy = TagPolicy.of(PolicySpec.numerical("desc"));
        List<String> tags = List.of("7", "07", "007", "6");
        assertThat(policy.choose(tags, NONE)).isEqualTo("007");
        assertThat(policy.choose(tags, Set.of("07"))).isEqualTo("07");
    }

    @Test
    public void numericalTakesTheSmallestOrTheLargestOfAnySize() throws Exception {
        String[] tags = {"9", "10", "0099", "123456789012345678901234567890", "latest", "1e3", "0x1F", "-5", "1.5.2"};
        assertThat(choose(PolicySpec.numerical("desc"), tags)).isEqualTo("123456789012345678901234567890");
        assertThat(choose(PolicySpec.numerical("asc"), tags)).isEqualTo("9");
        assertThat(choose(PolicySpec.numerical(""), "0", "00", "000")).isEqualTo("0");
        assertThat(choose(PolicySpec.numerical("desc"), "latest")).isNull();
    }

    @Test
    public void numericalReadsFractionsExactly() throws Exception {
        assertThat(choose(PolicySpec.numerical("desc"), "1.10", "1.9", "1.8999999999999999999999999"))
                .isEqualTo("1.9");
        assertThat(choose(PolicySpec.numerical("asc"), "1.1", "1.10", "1.100", "01.1"))
                .isEqualTo("01.1");
        assertThat(choose(PolicySpec.numerical("desc"), "0.5", "0.25", "1.", ".75", "0"))
                .isEqualTo("0.5");
    }

    @Test
    public void aHugeNumberIsReadAtOnce() throws Exception {
        String huge = "1".repeat(10_000_000);
        assertThat(choose(PolicySpec.numerical("asc"), huge + "1", huge, huge + "2"))
                .isEqualTo(huge);
    }

    @Test
    public void onlyFilteredTagsCountAndTheExtractIsCompared() throws Exception {
        PolicySpec builds = PolicySpec.numerical("desc").filtered("^main-[a-f0-9]+-(?P<ts>\\d+)$", "$ts");
        assertThat(choose(builds, "main-abc-99", "main-def-100", "dev-abc-200", "main-abc-x", "1000"))
                .isEqualTo("main-def-100");
        PolicySpec alpine = PolicySpec.semver(">=1 <2").filtered("^(.*)-alpine$", "$1");
        assertThat(choose(alpine, "1.9.0", "1.2.0-alpine", "1.10.0-alpine", "2.0.0-alpine"))
                .isEqualTo("1.10.0-alpine");
    }

    @Test
    public void tagsWithTheSameExtractAreEquals() throws Exception {
        TagPolicy policy = TagPolicy.of(PolicySpec.semver("*").filtered("^(\\d+\\.\\d+\\.\\d+)-", "$1"));
        List<String> tags = List.of("1.0.0-slim", "1.0.0-alpine", "1.0.0-full");
        assertThat(policy.choose(tags, NONE)).isEqualTo("1.0.0-alpine");
        assertThat(policy.choose(tags, Set.of("1.0.0-slim"))).isEqualTo("1.0.0-slim");
    }

    @Test
    public void thePolicyDescribesItself() throws Exception {
        assertThat(TagPolicy.of(PolicySpec.semver(">=1.2 <2")).describe()).isEqualTo("semver >=1.2 <2");
        assertThat(TagPolicy.of(PolicySpec.alphabetical("")).describe()).isEqualTo("alphabetical desc");
        assertThat(TagPolicy.of(PolicySpec.numerical("ASC").filtered("^v", null))
                        .describe())
                .isEqualTo("numerical asc of tags like ^v");
    }

    private static String choose(PolicySpec spec, String... tags) throws PolicyException {
        return TagPolicy.of(spec).choose(List.of(tags), NONE);
    }
}
