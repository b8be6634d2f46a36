package io.jenkins.plugins.fleetimagescan.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.Test;

/**
 * Signatures are honest as long as the compiler makes the same of both: a wrong return type or a lost annotation would
 * compile and fail in Jenkins.
 */
public class SameClassesIT {
    private static final Path REAL = Path.of(System.getProperty("classes.folder"));
    private static final Path SIGNATURES = Path.of(System.getProperty("signatures.classes.folder"));

    @Test
    public void classesAreTheSameWhetherCompiledAgainstSignaturesOrAgainstJenkins() throws IOException {
        TreeMap<String, Path> expected = files(REAL, ".class");
        TreeMap<String, Path> compiled = files(SIGNATURES, ".class");
        assertThat(compiled.keySet()).isEqualTo(expected.keySet()).hasSizeGreaterThan(100);
        for (String name : expected.keySet()) {
            assertThat(Files.mismatch(expected.get(name), compiled.get(name)))
                    .as(name)
                    .isEqualTo(-1);
        }
    }

    @Test
    public void indexesAreTheSame() throws IOException {
        assertThat(Files.mismatch(
                        REAL.resolve("META-INF/annotations/hudson.Extension"),
                        SIGNATURES.resolve("META-INF/annotations/hudson.Extension")))
                .isEqualTo(-1);
        assertThat(Files.readAllLines(SIGNATURES.resolve("META-INF/annotations/org.jenkinsci.Symbol")))
                .containsExactlyInAnyOrderElementsOf(
                        Files.readAllLines(REAL.resolve("META-INF/services/annotations/org.jenkinsci.Symbol")));
    }

    private static TreeMap<String, Path> files(Path folder, String end) throws IOException {
        TreeMap<String, Path> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.filter(file -> file.toString().endsWith(end))
                    .forEach(file -> files.put(folder.relativize(file).toString(), file));
        }
        return files;
    }
}
