package io.jenkins.plugins.fleetimagescan.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.image.Digest;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.image.Selection;
import io.jenkins.plugins.fleetimagescan.engine.manifest.FileReplacer.Outcome;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import io.jenkins.plugins.fleetimagescan.engine.tree.WorkspaceTree;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/**
 * One folder for each feature: {@code original} is rewritten and compared byte for byte with {@code expected}, the
 * problems with {@code problems.txt}. Files that are alike in both must not be touched.
 */
@RunWith(Parameterized.class)
public class GoldenFoldersTest {
    static final Digest DIGEST = new Digest("sha256:" + "0123456789abcdef".repeat(4));

    private static final String FLEET_YAML = "fleet.yaml";

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private final Path feature;

    public GoldenFoldersTest(String name) throws URISyntaxException {
        feature = features().resolve(name);
    }

    private static Path features() throws URISyntaxException {
        return Path.of(GoldenFoldersTest.class.getResource("golden").toURI());
    }

    @Parameters(name = "{0}")
    public static List<String> names() throws IOException, URISyntaxException {
        try (Stream<Path> folders = Files.list(features())) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** app: 2.0 in shape of a number, tool: an ordinary version, from a registry with a port. */
    static Map<ScanId, Selection> selections() throws Exception {
        Map<ScanId, Selection> selections = new TreeMap<>();
        selections.put(
                new ScanId(FLEET_YAML, "app"), new Selection(ImageReference.parse("example/app"), "1.10", DIGEST));
        selections.put(
                new ScanId(FLEET_YAML, "tool"),
                new Selection(ImageReference.parse("registry.example.com:5000/team/tool"), "v2.0.1", DIGEST));
        return selections;
    }

    @Test
    public void rewritesAsExpected() throws Exception {
        Path workspace = temporary.getRoot().toPath();
        copy(feature.resolve("original"), workspace);
        WorkspaceTree tree = new WorkspaceTree(workspace);
        MarkedFiles marked = ManifestScan.find(tree, List.of(""), selections().keySet());

        Outcome outcome = new FileReplacer(tree).replaceAll(marked.edits(tree, selections()));

        assertThat(outcome.problems()).isEmpty();
        assertThat(contents(workspace)).isEqualTo(contents(feature.resolve("expected")));
        assertThat(changed(outcome.done())).isEqualTo(differing());
        assertThat(lines(marked.problems())).isEqualTo(expectedProblems());
        assertThat(marked.edits(tree, selections())).as("a second run").isEmpty();
    }

    private static List<String> changed(Collection<FileEdit> edits) {
        return edits.stream().map(FileEdit::path).toList();
    }

    private List<String> differing() throws IOException {
        Map<String, String> expected = contents(feature.resolve("expected"));
        return contents(feature.resolve("original")).entrySet().stream()
                .filter(file -> !file.getValue().equals(expected.get(file.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String lines(List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.severity() + " " + problem + "\n")
                .collect(Collectors.joining());
    }

    private String expectedProblems() throws IOException {
        Path file = feature.resolve("problems.txt");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Map.Entry<String, String> file : contents(from).entrySet()) {
            Path target = to.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue().getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** By relative path; one character a byte, so that a difference can be read in the failure. */
    private static Map<String, String> contents(Path root) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = root.relativize(file).toString().replace('\\', '/');
                contents.put(path, Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }
}
