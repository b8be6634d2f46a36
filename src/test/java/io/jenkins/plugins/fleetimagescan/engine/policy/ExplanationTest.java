package io.jenkins.plugins.fleetimagescan.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.Test;

public class ExplanationTest {
    @Test
    public void semverTellsWhyEachOfTheNewestTagsWasNotChosen() throws Exception {
        Explanation explanation = TagPolicy.of(PolicySpec.semver(">=1.2 <2"))
                .explain(
                        List.of("latest", "1.2.0", "v1.3", "1.3.0", "2.0.0-rc.1", "2.1", "1.0", "1.3.0"),
                        Set.of("1.3.0"));
        assertThat(explanation.chosen()).isEqualTo("1.3.0");
        assertThat(explanation.total()).isEqualTo(7);
        assertThat(explanation.matching()).isEqualTo(3);
        assertThat(explanation.lines())
                .containsExactly(
                        "1.3.0 is the choice of semver >=1.2 <2: 3 of 7 tags match",
                        "2.1: does not satisfy <2",
                        "2.0.0-rc.1: pre-release, and no comparator of the range names one",
                        "v1.3: equal to 1.3.0, which is in use and stays",
                        "1.2.0: older than 1.3.0",
                        "1.0: does not satisfy >=1.2",
                        "latest: not a version");
    }

    @Test
    public void everyAlternativeHasItsReason() throws Exception {
        assertThat(lines(PolicySpec.semver("<0.1 || >=4-0 <5"), "2.0.0-rc.1", "3.0.0"))
                .containsExactly(
                        "no tag of 2 matches semver <0.1 || >=4-0 <5; newest tags are 3.0.0, 2.0.0-rc.1",
                        "3.0.0: does not satisfy <0.1; does not satisfy >=4-0",
                        "2.0.0-rc.1: pre-release, and no comparator of <0.1 names one; does not satisfy >=4-0");
    }

    @Test
    public void nothingMatchesIsOneSentenceWithTheNewestTags() throws Exception {
        assertThat(lines(PolicySpec.semver(">=3"), "1.0.0", "v2.0.0", "0.9", "1.1.0", "main")
                        .get(0))
                .isEqualTo("no tag of 5 matches semver >=3; newest tags are v2.0.0, 1.1.0, 1.0.0");
        assertThat(lines(PolicySpec.semver("*"), "main", "dev"))
                .containsExactly(
                        "no tag of 2 matches semver *; among the tags are dev, main",
                        "dev: not a version",
                        "main: not a version");
        assertThat(lines(PolicySpec.semver("*"))).containsExactly("there is no tag to which semver * could be applied");
    }

    @Test
    public void alphabeticalTellsTheOrder() throws Exception {
        assertThat(lines(PolicySpec.alphabetical("desc"), "a", "c", "b"))
                .containsExactly(
                        "c is the choice of alphabetical desc: 3 of 3 tags match",
                        "b: comes before c",
                        "a: comes before c");
        assertThat(lines(PolicySpec.alphabetical("asc"), "a", "b")).contains("b: comes after a");
    }

    @Test
    public void numericalAndTheFilterTellTheirReasons() throws Exception {
        assertThat(lines(PolicySpec.numerical("desc").filtered("^b-(.*)$", "$1"), "b-2", "b-10", "b-x", "c-3", "b-010"))
                .containsExactly(
                        "b-010 is the choice of numerical desc of tags like ^b-(.*)$: 3 of 5 tags match",
                        "b-10: equal to b-010, which comes first as a string",
                        "b-2: smaller than b-010",
                        "b-x: not a decimal number",
                        "c-3: does not match filterTags.pattern");
        assertThat(lines(PolicySpec.numerical("asc"), "1", "2")).contains("2: larger than 1");
    }

    @Test
    public void aLongListIsCutAtItsNewest() throws Exception {
        List<String> tags = IntStream.range(0, 5000).mapToObj(i -> "1." + i).toList();
        Explanation explanation = TagPolicy.of(PolicySpec.semver("*")).explain(tags, Set.of());
        assertThat(explanation.others())
                .extracting(Explanation.Other::tag)
                .containsExactlyElementsOf(IntStream.range(0, Explanation.OTHERS)
                        .mapToObj(i -> "1." + (4998 - i))
                        .toList());
    }

    @Test
    public void itCanBeSentFromAnAgent() throws Exception {
        Explanation explanation = TagPolicy.of(PolicySpec.semver("*")).explain(List.of("1", "2", "main"), Set.of());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(explanation);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(explanation);
        }
    }

    private static List<String> lines(PolicySpec spec, String... tags) throws PolicyException {
        return TagPolicy.of(spec).explain(Arrays.asList(tags), Set.of()).lines();
    }
}
