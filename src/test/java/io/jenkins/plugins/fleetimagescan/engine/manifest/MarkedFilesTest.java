package io.jenkins.plugins.fleetimagescan.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.image.Selection;
import io.jenkins.plugins.fleetimagescan.engine.problem.Place;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import io.jenkins.plugins.fleetimagescan.engine.tree.SourceTree;
import io.jenkins.plugins.fleetimagescan.engine.tree.WorkspaceTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class MarkedFilesTest {
    private static final ScanId A = new ScanId("a/fleet.yaml", "app");
    private static final ScanId A_INNER = new ScanId("a/inner/fleet.yaml", "app");
    private static final ScanId B = new ScanId("b/fleet.yaml", "app");
    private static final ScanId B_ONLY = new ScanId("b/fleet.yaml", "only");

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private Path root;
    private SourceTree tree;

    @Before
    public void createTree() throws Exception {
        root = temporary.getRoot().toPath();
        tree = new WorkspaceTree(root);
    }

    private void write(String path, String... lines) throws Exception {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(lines));
    }

    private static Selection select(String tag) throws Exception {
        return new Selection(ImageReference.parse("example/app"), tag, null);
    }

    @Test
    public void resolvesToTheNearestFleetYamlAbove() throws Exception {
        write("a/x.yaml", "image: a # {\"$imagescan\": \"app\"}");
        write("a/inner/deep/x.yaml", "image: a # {\"$imagescan\": \"app\"}");
        write("b/x.yaml", "image: a # {\"$imagescan\": \"app\"}");
        write("ab/x.yaml", "image: a # {\"$imagescan\": \"only\"}");
        MarkedFiles marked = ManifestScan.find(tree, List.of(""), List.of(A, A_INNER, B, B_ONLY));

        List<FileEdit> edits =
                marked.edits(tree, Map.of(A, select("1"), A_INNER, select("2"), B, select("3"), B_ONLY, select("4")));

        assertThat(marked.problems()).isEmpty();
        assertThat(edits)
                .flatExtracting(FileEdit::updates)
                .extracting(Update::file, Update::scan, Update::newValue)
                .containsExactly(
                        tuple("a/inner/deep/x.yaml", A_INNER, "example/app:2"),
                        tuple("a/x.yaml", A, "example/app:1"),
                        tuple("ab/x.yaml", B_ONLY, "example/app:4"),
                        tuple("b/x.yaml", B, "example/app:3"));
    }

    @Test
    public void namesBothCandidatesOfAnAmbiguousMarker() throws Exception {
        write("c/x.yaml", "ok: 1", "image: a # {\"$imagescan\": \"app\"}");
        write("same/x.yaml", "image: a # {\"$imagescan\": \"app\"}");
        ScanId first = new ScanId("same/fleet.yaml", "app");
        ScanId second = new ScanId("same/other.yaml", "app");
        MarkedFiles marked = ManifestScan.find(tree, List.of("c", "same"), List.of(B, A, second, first));
        assertThat(marked.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "c/x.yaml:2:8: the scan \"app\" that this marker names is defined by several fleet.yaml files, none of them nearest: a/fleet.yaml, b/fleet.yaml, same/fleet.yaml, same/other.yaml; rename one, or move the file below one of them",
                        "same/x.yaml:1:8: the scan \"app\" that this marker names is defined by several fleet.yaml files, none of them nearest: same/fleet.yaml, same/other.yaml; rename one, or move the file below one of them");
        assertThat(marked.problems()).allMatch(Problem::isError);
        assertThat(marked.files()).isEmpty();
    }

    @Test
    public void looksOnlyInTheFolders() throws Exception {
        for (String path : List.of("a/x.yaml", "a/b/x.yml", "ab/x.yaml", "b/x.yaml", "x.yaml")) {
            write(path, "image: a # {\"$imagescan\": \"only\"}");
        }
        List<ScanId> scans = List.of(A, B_ONLY);
        assertThat(ManifestScan.find(tree, List.of("./a//"), scans).files()).containsExactly("a/b/x.yml", "a/x.yaml");
        assertThat(ManifestScan.find(tree, List.of("."), scans).files()).hasSize(5);
        assertThat(ManifestScan.find(tree, List.of(), scans).files())
                .as("the bundles")
                .containsExactly("a/b/x.yml", "a/x.yaml", "b/x.yaml");
        assertThatThrownBy(() -> ManifestScan.find(tree, List.of("a/../.."), scans))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a/../..");
    }

    @Test
    public void tellsWhatIsInUse() throws Exception {
        write(
                "b/x.yaml",
                "full: host:5000/x/app:1.0 # {\"$imagescan\": \"app\"}",
                "name: host:5000/x/app # {\"$imagescan\": \"app:name\"}",
                "plain: host:5000/x/app # {\"$imagescan\": \"app\"}",
                "tag: \"1.1\" # {\"$imagescan\": \"app:tag\"}",
                "odd: not a tag # {\"$imagescan\": \"app:tag\"}",
                "only: x:2@sha256:00 # {\"$imagescan\": \"only:digest\"}");
        MarkedFiles marked = ManifestScan.find(tree, List.of(), List.of(A, B, B_ONLY));
        assertThat(marked.tagsInUse(B)).containsExactlyInAnyOrder("1.0", "1.1");
        assertThat(marked.tagsInUse(B_ONLY)).containsExactly("2");
        assertThat(marked.tagsInUse(A)).isEmpty();
        assertThat(marked.needsDigest(B)).isFalse();
        assertThat(marked.needsDigest(B_ONLY)).isTrue();
    }

    @Test
    public void leavesAloneWhatHasNoSelectionOrNoDigest() throws Exception {
        write("b/x.yaml", "a: x # {\"$imagescan\": \"app\"}", "b: x # {\"$imagescan\": \"only:sha\"}");
        MarkedFiles marked = ManifestScan.find(tree, List.of(), List.of(B, B_ONLY));
        assertThat(marked.edits(tree, Map.of())).isEmpty();
        assertThat(marked.edits(tree, Map.of(B_ONLY, select("1")))).isEmpty();
    }

    @Test
    public void findsTheMarkersOfAnotherTreeAnew() throws Exception {
        write("b/x.yaml", "a: x # {\"$imagescan\": \"app\"}");
        MarkedFiles marked = ManifestScan.find(tree, List.of(), List.of(B));
        write("b/x.yaml", "# moved", "a: x # {\"$imagescan\": \"app\"}", "b: y # {\"$imagescan\": \"app\"}");
        write("b/y.yaml", "a: x # {\"$imagescan\": \"app\"}");

        SourceTree head = new WorkspaceTree(root);
        assertThat(marked.edits(head, Map.of(B, select("2"))))
                .flatExtracting(FileEdit::updates)
                .extracting(update -> update.file() + ":" + update.line() + ":" + update.column())
                .containsExactly("b/x.yaml:2:4", "b/x.yaml:3:4", "b/y.yaml:1:4");
        assertThat(marked.edits(tree, Map.of(B, select("2"))))
                .as("the same tree, where a known file has changed")
                .flatExtracting(FileEdit::updates)
                .hasSize(2);
    }

    @Test(timeout = 60_000)
    public void refusesHugeAndDeepFiles() throws Exception {
        write("b/huge.yaml", "a: x # {\"$imagescan\": \"app\"}", "#" + "x".repeat(ManifestScan.MAX_BYTES));
        write("b/deep.yaml", "a: x # {\"$imagescan\": \"app\"}", "b: " + "[".repeat(5000) + "]".repeat(5000));
        MarkedFiles marked = ManifestScan.find(tree, List.of(), List.of(B));
        assertThat(marked.problems())
                .extracting(Problem::toString)
                .satisfiesExactly(
                        deep -> assertThat(deep).startsWith("b/deep.yaml:2:").contains("1000 levels"),
                        huge -> assertThat(huge).startsWith("b/huge.yaml: ").contains("3145728"));
    }

    /** What took quadratic time would not end within the timeout. */
    @Test
    public void refusesAnEscapeThatIsNoCharacter() throws Exception {
        write("b/x.yaml", "a: x # {\"$imagescan\": \"app\"}", "b: \"\\U8001F600\"");
        write("b/y.yaml", "a: x # {\"$imagescan\": \"app\"}", "b: \"\\U00110000\"");
        MarkedFiles marked = ManifestScan.find(tree, List.of(), List.of(B));
        assertThat(marked.files()).isEmpty();
        assertThat(marked.problems())
                .extracting(Problem::place)
                .containsExactly(new Place("b/x.yaml", 2, 7), new Place("b/y.yaml", 2, 7));
        assertThat(marked.problems().get(0).toString()).contains("an escape");
    }

    @Test(timeout = 120_000)
    public void rewritesAMegabyteOfMarkers() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < 1_000_000; i++) {
            text.append("k").append(i).append(": é # {\"$imagescan\": \"app\"}\n");
        }
        Files.createDirectories(root.resolve("b"));
        Files.writeString(root.resolve("b/x.yaml"), text);
        FileEdit edit = ManifestScan.find(tree, List.of(), List.of(B))
                .edits(tree, Map.of(B, select("2")))
                .get(0);
        assertThat(new String(edit.after(), StandardCharsets.UTF_8))
                .isEqualTo(text.toString().replace(": é #", ": example/app:2 #"));
    }
}
