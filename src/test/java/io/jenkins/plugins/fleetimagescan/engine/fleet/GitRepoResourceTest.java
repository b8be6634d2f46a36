package io.jenkins.plugins.fleetimagescan.engine.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class GitRepoResourceTest {
    private final List<Problem> problems = new ArrayList<>();

    private GitRepoResource parse(String text, String name) {
        return GitRepoResource.parse("gitrepo.yaml", text.getBytes(StandardCharsets.UTF_8), name, problems);
    }

    private static final String EXAMPLE =
            """
            kind: GitRepo
            apiVersion: fleet.cattle.io/v1alpha1
            metadata:
              name: my-repo
              namespace: fleet-local
            spec:
              # change this to be your own repo
              repo: https://github.com/rancher/fleet-examples
              imageScanInterval: 5m
              clientSecretName: secret
              imageScanCommit:
                authorName: foo
                authorEmail: foo@bar.com
                messageTemplate: "update image"
            """;

    @Test
    public void readsTheExampleOfTheSourceDocument() {
        GitRepoResource repo = parse(EXAMPLE, null);
        assertThat(problems).isEmpty();
        assertThat(repo)
                .isEqualTo(new GitRepoResource(
                        "my-repo",
                        "https://github.com/rancher/fleet-examples",
                        null,
                        List.of(),
                        Duration.ofMinutes(5),
                        "secret",
                        "foo",
                        "foo@bar.com",
                        "update image"));
    }

    @Test
    public void readsBranchAndPaths() {
        GitRepoResource repo = parse(
                "{kind: GitRepo, apiVersion: fleet.cattle.io/v1alpha1, spec: {repo: r, branch: b, paths: [x, y/z]}}",
                null);
        assertThat(repo.branch()).isEqualTo("b");
        assertThat(repo.paths()).containsExactly("x", "y/z");
    }

    @Test
    public void severalAreChosenByName() {
        String two = EXAMPLE + "---\nkind: ConfigMap\n---\n" + EXAMPLE.replace("my-repo", "other");
        assertThat(parse(two, "other").name()).isEqualTo("other");
        assertThat(problems).isEmpty();
        assertThat(parse(two, null)).isNull();
        assertThat(parse(two, "third")).isNull();
        assertThat(problems)
                .extracting(Problem::message)
                .satisfiesExactly(m -> assertThat(m).contains("my-repo, other"), m -> assertThat(m)
                        .contains("third", "my-repo, other"));
    }

    @Test
    public void withoutRepoItIsAnErrorWithItsPlace() {
        assertThat(parse(EXAMPLE.replaceAll("(?m)^  repo:.*\n", ""), null)).isNull();
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("gitrepo.yaml:8:3: ")
                .contains("spec has no \"repo\"");
    }

    @Test
    public void aFileWithoutAnyIsAnError() {
        assertThat(parse("kind: ConfigMap\napiVersion: v1\n", null)).isNull();
        assertThat(problems).hasSize(1);
    }
}
