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

    private static String choose(PolicySpec spec, String... tags) throws PolicyException {
        return TagPolicy.of(spec).choose(List.of(tags), NONE);
    }
}
