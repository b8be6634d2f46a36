package io.jenkins.plugins.fleetimagescan.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What has to hold of choosing whatever the policy and the tags are. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class PolicyPropertiesTest {
    @Property
    void theChoiceDoesNotDependOnTheOrderOfTheList(
            @ForAll("policies") PolicySpec spec,
            @ForAll("tags") List<String> tags,
            @ForAll("tags") List<String> inUse,
            @ForAll Random random)
            throws PolicyException {
        TagPolicy policy = TagPolicy.of(spec);
        List<String> shuffled = new ArrayList<>(tags);
        Collections.shuffle(shuffled, random);
        assertThat(policy.choose(shuffled, Set.copyOf(inUse))).isEqualTo(policy.choose(tags, Set.copyOf(inUse)));
    }

    @Property
    void choosingAgainKeepsTheChoice(
            @ForAll("policies") PolicySpec spec, @ForAll("tags") List<String> tags, @ForAll("tags") List<String> inUse)
            throws PolicyException {
        TagPolicy policy = TagPolicy.of(spec);
        String chosen = policy.choose(tags, Set.copyOf(inUse));
        if (chosen != null) {
            assertThat(policy.choose(tags, Set.of(chosen))).isEqualTo(chosen);
            assertThat(policy.choose(List.of(chosen), Set.of())).isEqualTo(chosen);
        }
    }

    @Property
    void duplicatesDoNotMatter(@ForAll("policies") PolicySpec spec, @ForAll("tags") List<String> tags)
            throws PolicyException {
        TagPolicy policy = TagPolicy.of(spec);
        List<String> twice = new ArrayList<>(tags);
        twice.addAll(tags);
        assertThat(policy.choose(twice, Set.of())).isEqualTo(policy.choose(tags, Set.of()));
        assertThat(policy.explain(twice, Set.of())).isEqualTo(policy.explain(tags, Set.of()));
    }

    @Property
    void theNewestTagWithinTheRangeIsChosen(
            @ForAll("ranges") String range, @ForAll("tags") List<String> tags, @ForAll("tags") List<String> inUse)
            throws PolicyException {
        VersionConstraint constraint = VersionConstraint.parse(range);
        String chosen = TagPolicy.of(PolicySpec.semver(range)).choose(tags, Set.copyOf(inUse));
        List<Version> within = tags.stream()
                .map(Version::parse)
                .filter(version -> version != null && constraint.accepts(version))
                .toList();
        if (chosen == null) {
            assertThat(within).isEmpty();
            return;
        }
        assertThat(tags).contains(chosen);
        assertThat(constraint.accepts(Version.parse(chosen))).isTrue();
        for (Version other : within) {
            int order = Version.parse(chosen).comparePrecedence(other);
            assertThat(order).isNotNegative();
            if (order == 0 && inUse.contains(other.toString())) {
                assertThat(inUse).contains(chosen);
            }
        }
    }

    @Property
    void theExplanationIsOfTheChoice(
            @ForAll("policies") PolicySpec spec, @ForAll("tags") List<String> tags, @ForAll("tags") List<String> inUse)
            throws PolicyException {
        TagPolicy policy = TagPolicy.of(spec);
        Explanation explanation = policy.explain(tags, Set.copyOf(inUse));
        assertThat(explanation.chosen()).isEqualTo(policy.choose(tags, Set.copyOf(inUse)));
        assertThat(explanation.chosen() == null).isEqualTo(explanation.matching() == 0);
        Set<String> others = new HashSet<>(tags);
        others.remove(explanation.chosen());
        assertThat(explanation.others())
                .hasSize(Math.min(others.size(), Explanation.OTHERS))
                .allSatisfy(other -> assertThat(others).contains(other.tag()))
                .allSatisfy(other -> assertThat(other.reason()).isNotBlank());
    }

    @Provide
    Arbitrary<List<String>> tags() {
        return Arbitraries.frequencyOf(
                        Tuple.of(9, SemverArbitraries.versions()),
                        Tuple.of(1, Arbitraries.strings().ascii().ofMaxLength(5)))
                .list()
                .ofMaxSize(15);
    }

    @Provide
    Arbitrary<String> ranges() {
        return SemverArbitraries.ranges();
    }

    @Provide
    Arbitrary<PolicySpec> policies() {
        Arbitrary<String> orders = Arbitraries.of("asc", "desc");
        Arbitrary<PolicySpec> specs = Arbitraries.oneOf(
                ranges().map(PolicySpec::semver),
                orders.map(PolicySpec::alphabetical),
                orders.map(PolicySpec::numerical));
        Arbitrary<String> patterns = Arbitraries.of("", "^v?(\\d+)", "^(\\d)\\.(\\d)", "(-.*)?$");
        return Combinators.combine(specs, patterns, Arbitraries.of("", "$0", "$1"))
                .as((spec, pattern, extract) -> pattern.isEmpty() ? spec : spec.filtered(pattern, extract));
    }
}
