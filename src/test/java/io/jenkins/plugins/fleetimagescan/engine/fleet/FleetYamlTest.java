package io.jenkins.plugins.fleetimagescan.engine.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.Test;

public class FleetYamlTest {
    private static FleetYaml parse(String text) {
        return FleetYaml.parse("app/fleet.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> problems(String text) {
        return parse(text).problems().stream().map(Problem::toString).toList();
    }

    /** The source document's own example, which gives both policies. */
    private static final String EXAMPLE =
            """
            imageScans:
            # specify the policy to retrieve images
            - policy:
                semver:
                  range: "*"
                alphabetical:
                  order: asc

              image: "your.registry.com/repo/image"

              tagName: test-scan

              secretRef:
                name: dockerhub-secret

              interval: 5m
            """;

    @Test
    public void readsTheExampleOfTheSourceDocument() {
        FleetYaml fleet = parse(EXAMPLE);
        assertThat(fleet.problems()).isEmpty();
        assertThat(fleet.scans()).hasSize(1);
        ImageScan scan = fleet.scans().get(0);
        assertThat(scan.id()).isEqualTo(new ScanId("app/fleet.yaml", "test-scan"));
        assertThat(scan.id().bundle()).isEqualTo("app");
        assertThat(scan.image().name()).isEqualTo("your.registry.com/repo/image");
        assertThat(scan.policy().describe()).startsWith("semver");
        assertThat(scan.secretName()).isEqualTo("dockerhub-secret");
        assertThat(scan.interval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(scan.suspend()).isFalse();
        assertThat(scan.place().line()).isEqualTo(3);
    }

    @Test
    public void takesDefaultsForWhatIsAbsent() {
        ImageScan scan = parse("imageScans: [{image: nginx, tagName: web, interval: 0}]")
                .scans()
                .get(0);
        assertThat(scan.policy().describe()).isEqualTo("semver *");
        assertThat(scan.interval()).isEqualTo(ImageScan.DEFAULT_INTERVAL);
        assertThat(scan.secretName()).isNull();
    }

    @Test
    public void theRestOfTheFileBelongsToFleet() {
        FleetYaml fleet = parse(
                """
                namespace: 5
                helm: {values: {image: [1, 2]}}
                targetCustomizations: nonsense
                imageScans: []
                """);
        assertThat(fleet.problems()).isEmpty();
        assertThat(fleet.scans()).isEmpty();
        assertThat(parse("").problems()).isEmpty();
        assertThat(parse("# only a comment\n").problems()).isEmpty();
    }

    @Test
    public void allErrorsOfAFileAreReportedAtOnceWithTheirPlaces() {
        assertThat(
                        problems(
                                """
                        imageScans:
                        - tagName: a
                          policy: {semver: {range: ">=>1"}}
                        - image: UPPER/x
                          tagName: b
                          interval: 5 minutes
                        - image: nginx
                          tagName: b
                          suspend: maybe
                          policy: {alphabetical: {order: up}}
                        - image: [nginx]
                          tagName: 12
                        """))
                .satisfiesExactly(
                        p -> assertThat(p).startsWith("app/fleet.yaml:2:3: ").contains("no \"image\""),
                        p -> assertThat(p).startsWith("app/fleet.yaml:3:28: ").contains(">=>1"),
                        p -> assertThat(p).startsWith("app/fleet.yaml:6:13: ").contains("5 minutes", "1h30m"),
                        p -> assertThat(p).startsWith("app/fleet.yaml:8:12: ").contains("\"b\"", "line 5"),
                        p -> assertThat(p).startsWith("app/fleet.yaml:9:12: ").contains("a string", "true or false"),
                        p -> assertThat(p).startsWith("app/fleet.yaml:10:34: ").contains("up"),
                        p -> assertThat(p).startsWith("app/fleet.yaml:11:10: ").contains("a list", "a string"),
                        p -> assertThat(p).startsWith("app/fleet.yaml:12:12: ").contains("12", "quotes"));
    }

    @Test
    public void anEntryWithAnErrorIsNoScan() {
        FleetYaml fleet = parse("imageScans: [{image: nginx}, {image: redis, tagName: r}]");
        assertThat(fleet.hasErrors()).isTrue();
        assertThat(fleet.scans()).extracting(s -> s.id().tagName()).containsExactly("r");
    }

    @Test
    public void anUnknownKeyIsAWarningThatNamesTheNearest() {
        FleetYaml fleet = parse(
                """
                imageScans:
                - image: nginx
                  tagName: web
                  intervall: 5m
                  policy:
                    semVer: {range: 1.x}
                """);
        assertThat(fleet.hasErrors()).isFalse();
        assertThat(fleet.problems())
                .extracting(Problem::toString)
                .satisfiesExactly(
                        p -> assertThat(p).startsWith("app/fleet.yaml:4:3: ").contains("intervall", "\"interval\""),
                        p -> assertThat(p).startsWith("app/fleet.yaml:6:5: ").contains("semVer", "\"semver\""));
    }

    @Test
    public void aTagOrDigestInTheImageIsIgnoredWithAWarning() {
        FleetYaml fleet = parse("imageScans: [{image: 'nginx:1.25', tagName: web}]");
        assertThat(fleet.scans().get(0).image().toString()).isEqualTo("nginx");
        assertThat(fleet.problems()).hasSize(1);
        assertThat(fleet.hasErrors()).isFalse();
    }

    @Test
    public void duplicateKeysAreErrors() {
        assertThat(problems("imageScans:\n- image: a\n  image: b\n  tagName: t\n"))
                .singleElement()
                .asString()
                .startsWith("app/fleet.yaml:3:3: ")
                .contains("line 2");
        assertThat(problems("imageScans: []\nimageScans: []\n")).hasSize(1);
        // What belongs to Fleet is Fleet's to judge.
        assertThat(problems("labels: {a: b}\nlabels: {c: d}\nimageScans: []\n")).isEmpty();
    }

    @Test
    public void policyAndFilterAreReportedAtTheirOwnPlaces() {
        assertThat(
                        problems(
                                """
                        imageScans:
                        - image: nginx
                          tagName: a
                          policy: {semver: {range: ">=>1"}}
                          filterTags: {pattern: '(?=a)'}
                        - image: nginx
                          tagName: b
                          policy: {semver: {range: 1.10}}
                          filterTags: {pattern: '^v(.*)$', extract: $2}
                        - image: nginx
                          tagName: c
                          filterTags: {extract: $1}
                        """))
                .satisfiesExactly(
                        p -> assertThat(p).startsWith("app/fleet.yaml:4:28: ").contains(">=>1"),
                        p -> assertThat(p).startsWith("app/fleet.yaml:5:25: ").contains("(?=a)"),
                        p -> assertThat(p).startsWith("app/fleet.yaml:8:28: ").contains("1.10", "quotes"),
                        p -> assertThat(p).startsWith("app/fleet.yaml:9:45: ").contains("$2"),
                        p -> assertThat(p).startsWith("app/fleet.yaml:12:15: ").contains("\"pattern\""));
    }

    @Test
    public void mergeKeysWorkAsInOtherYaml() {
        ImageScan scan = parse(
                        """
                        defaults: &d {interval: 1h, secretRef: {name: s}}
                        imageScans:
                        - <<: *d
                          image: nginx
                          tagName: web
                          interval: 2h
                        """)
                .scans()
                .get(0);
        assertThat(scan.secretName()).isEqualTo("s");
        assertThat(scan.interval()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    public void brokenYamlIsOneProblemWithItsPlace() {
        assertThat(problems("imageScans:\n- image: [nginx\n  tagName: x\n"))
                .singleElement()
                .asString()
                .startsWith("app/fleet.yaml:")
                .contains("not valid YAML");
        assertThat(problems("imageScans:\n- image: \"\\U8001F600\"\n"))
                .singleElement()
                .asString()
                .startsWith("app/fleet.yaml:2:")
                .contains("not valid YAML", "an escape");
        assertThat(problems("imageScans: !id:%20\n"))
                .singleElement()
                .asString()
                .startsWith("app/fleet.yaml:")
                .contains("not valid YAML", "a tag");
        assertThat(FleetYaml.parse("f", new byte[] {(byte) 0xff, (byte) 0xfe}).problems())
                .hasSize(1);
        assertThat(problems("- a list")).hasSize(1);
    }

    @Test(timeout = 10_000)
    public void aBombIsAnErrorAndNothingElse() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i));
            bomb.append("*a%d,".formatted(i - 1).repeat(9)).append("]\n");
        }
        bomb.append("imageScans: *a29\n");
        assertThat(problems(bomb.toString())).isNotEmpty();
        assertThat(problems("[".repeat(100_000))).hasSize(1);
        assertThat(problems("{a: ".repeat(100_000))).hasSize(1);
        assertThat(problems("#" + "x".repeat(3 * 1024 * 1024)))
                .singleElement()
                .asString()
                .contains("3 MiB");
        assertThat(problems("x: &x\n  <<: *x\nimageScans: [*x]\n")).isNotEmpty();
    }

    @Test
    public void onlyTheFirstDocumentCounts() {
        FleetYaml fleet = parse("imageScans: []\n---\nimageScans: [{image: a, tagName: t}]\n");
        assertThat(fleet.scans()).isEmpty();
        assertThat(fleet.problems()).singleElement().matches(p -> !p.isError());
    }

    @Test
    public void filterTagsIsPartOfThePolicy() {
        ImageScan scan = parse(
                        """
                        imageScans:
                        - image: nginx
                          tagName: web
                          policy: {numerical: {order: asc}}
                          filterTags: {pattern: '^main-(?P<n>\\d+)$', extract: '$n'}
                        """)
                .scans()
                .get(0);
        assertThat(scan.policy().choose(List.of("main-10", "main-9", "x-1"), java.util.Set.of()))
                .isEqualTo("main-9");
    }
}
