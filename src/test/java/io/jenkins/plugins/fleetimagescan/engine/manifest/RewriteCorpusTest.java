package io.jenkins.plugins.fleetimagescan.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.engine.manifest.RewriteCheck.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.Test;

/**
 * Rewrites a whole folder of YAML: the samples beside this class, or where {@code -Dfleetimagescan.corpus=DIR} names
 * one, a corpus of real manifests.
 */
public class RewriteCorpusTest {
    private static final List<String> TAGS = List.of("1.10", "v2.0.1", "1e3", "0x1F", "2024-01-01");

    @Test
    public void leavesEverythingOutsideOfMarkedScalars() throws Exception {
        String corpus = System.getProperty("fleetimagescan.corpus");
        Path folder = corpus == null
                ? Path.of(RewriteCorpusTest.class.getResource("samples").toURI())
                : Path.of(corpus);
        assertThat(rewriteAll(folder).changed()).isGreaterThan(90);
    }

    private static Result rewriteAll(Path folder) throws Exception {
        int files = 0;
        int usable = 0;
        int marked = 0;
        int changed = 0;
        List<String> failures = new ArrayList<>();
        for (Path file : yamlFiles(folder)) {
            files++;
            byte[] content = Files.readAllBytes(file);
            // By the name within the folder: where a checkout lies must not decide what is marked.
            Random random = new Random(folder.relativize(file).toString().hashCode());
            boolean used = false;
            for (MarkerForm form : MarkerForm.values()) {
                String tag = TAGS.get(random.nextInt(TAGS.size()));
                // Everything at once first, then a random half.
                int share = form == MarkerForm.TAG ? 1 : 2;
                try {
                    Result result = new RewriteCheck(tag, form).check(content, number -> random.nextInt(share) == 0);
                    marked += result.marked();
                    changed += result.changed();
                    used |= result.marked() > 0;
                } catch (AssertionError | RuntimeException e) {
                    failures.add(file + " " + form + " " + tag + ": " + e);
                }
            }
            usable += used ? 1 : 0;
        }
        System.out.printf(
                "%s: %d files, %d with places for markers, %d scalars marked, %d changed%n",
                folder.getFileName(), files, usable, marked, changed);
        assertThat(failures).isEmpty();
        return new Result(marked, changed);
    }

    private static List<Path> yamlFiles(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> ManifestPaths.isManifest(file.toString()))
                    .sorted()
                    .toList();
        }
    }
}
