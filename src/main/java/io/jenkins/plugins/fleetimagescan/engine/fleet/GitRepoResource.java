package io.jenkins.plugins.fleetimagescan.engine.fleet;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.problem.Place;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A {@code GitRepo} of {@code fleet.cattle.io/v1alpha1}: which repository to change and how to commit. What a run
 * does not need of it is not looked at.
 *
 * @param branch {@code spec.branch}; null means the remote's default branch
 * @param paths {@code spec.paths}; empty means the whole repository
 * @param scanInterval {@code spec.imageScanInterval}; null if absent
 * @param secretName {@code spec.clientSecretName}
 * @see <a href="https://fleet.rancher.io/ref-gitrepo">Fleet, GitRepo reference</a>
 */
public record GitRepoResource(
        String name,
        String repo,
        @CheckForNull String branch,
        List<String> paths,
        @CheckForNull Duration scanInterval,
        @CheckForNull String secretName,
        @CheckForNull String authorName,
        @CheckForNull String authorEmail,
        @CheckForNull String messageTemplate) {

    public GitRepoResource {
        paths = List.copyOf(paths);
    }

    /**
     * Reads the file's one GitRepo, or the one of that name.
     *
     * @param name null takes the only one; several without a name are a problem
     * @param problems gets what is wrong
     * @return null if there was a problem
     */
    @CheckForNull
    public static GitRepoResource parse(
            String path, byte[] content, @CheckForNull String name, List<Problem> problems) {
        List<Problem> found = new ArrayList<>();
        List<FieldReader> candidates = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Node document : YamlDocuments.compose(path, content, found)) {
            if (document instanceof MappingNode mapping) {
                FieldReader reader = new FieldReader(path, "", mapping, found);
                String apiVersion = reader.scalar("apiVersion");
                if ("GitRepo".equals(reader.scalar("kind"))
                        && apiVersion != null
                        && apiVersion.startsWith("fleet.cattle.io/")) {
                    String own = nameOf(reader);
                    names.add(own);
                    if (name == null || name.equals(own)) {
                        candidates.add(reader);
                    }
                }
            }
        }
        GitRepoResource resource = null;
        if (candidates.size() == 1) {
            resource = read(candidates.get(0), found);
        } else if (found.stream().noneMatch(Problem::isError)) {
            found.add(Problem.error(Place.of(path), notOne(name, names)));
        }
        problems.addAll(found);
        return found.stream().anyMatch(Problem::isError) ? null : resource;
    }

    private static String notOne(@CheckForNull String name, List<String> names) {
        if (names.isEmpty()) {
            return Messages.GitRepoResource_none();
        }
        return name == null
                ? Messages.GitRepoResource_several(String.join(", ", names))
                : Messages.GitRepoResource_noSuchName(name, String.join(", ", names));
    }

    private static String nameOf(FieldReader reader) {
        FieldReader metadata = reader.mapping("metadata");
        String name = metadata == null ? null : metadata.string("name");
        return name == null ? "" : name;
    }

    @CheckForNull
    private static GitRepoResource read(FieldReader reader, List<Problem> problems) {
        FieldReader spec = reader.mapping("spec");
        if (spec == null) {
            problems.add(Problem.error(reader.place(), Messages.FieldReader_missing("GitRepo", "spec.repo")));
            return null;
        }
        String repo = spec.required("repo");
        FieldReader commit = spec.mapping("imageScanCommit");
        return repo == null
                ? null
                : new GitRepoResource(
                        nameOf(reader),
                        repo,
                        blankToNull(spec.string("branch")),
                        spec.strings("paths"),
                        interval(spec),
                        blankToNull(spec.string("clientSecretName")),
                        commit == null ? null : blankToNull(commit.string("authorName")),
                        commit == null ? null : blankToNull(commit.string("authorEmail")),
                        commit == null ? null : blankToNull(commit.string("messageTemplate")));
    }

    @CheckForNull
    private static Duration interval(FieldReader spec) {
        String text = spec.scalar("imageScanInterval");
        if (text == null || text.isEmpty()) {
            return null;
        }
        Duration interval = GoDuration.parse(text).orElse(null);
        if (interval == null || interval.isNegative()) {
            spec.error("imageScanInterval", Messages.FleetYaml_interval(text));
            return null;
        }
        return interval.isZero() ? null : interval;
    }

    @CheckForNull
    private static String blankToNull(@CheckForNull String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
