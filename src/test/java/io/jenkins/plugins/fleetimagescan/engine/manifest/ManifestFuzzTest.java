package io.jenkins.plugins.fleetimagescan.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Runs Jazzer for a fixed number of executions, in a process of its own, from the samples and golden folders as seeds.
 * For longer: {@code mvn test -Dtest=ManifestFuzzTest -Dfuzz.executions=10000000}. An input that fails is left in
 * target/fuzz.
 */
public class ManifestFuzzTest {
    private static final String EXECUTIONS = System.getProperty("fuzz.executions", "10000");

    @Rule
    public final TemporaryFolder corpus = new TemporaryFolder();

    @Test
    public void survivesArbitraryFiles() throws Exception {
        int seeds = copySeeds("golden") + copySeeds("samples");
        assertThat(seeds).isGreaterThan(20);
        Path artifacts = Files.createDirectories(Path.of("target", "fuzz"));
        Path log = artifacts.resolve("jazzer.log");

        Process jazzer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + ManifestFuzzTarget.class.getName(),
                        "--instrumentation_includes=io.jenkins.plugins.fleetimagescan.engine.**:org.yaml.snakeyaml.**",
                        "--reproducer_path=" + artifacts,
                        "-artifact_prefix=" + artifacts + File.separator,
                        "-seed=1",
                        "-max_len=4096",
                        "-runs=" + EXECUTIONS,
                        corpus.getRoot().toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();

        try {
            int status = jazzer.waitFor();
            String output = Files.readString(log);
            assertThat(status).as(output).isZero();
            assertThat(output).contains("Done " + EXECUTIONS + " runs");
        } finally {
            jazzer.destroyForcibly();
        }
    }

    private int copySeeds(String folder) throws Exception {
        Path from = Path.of(ManifestFuzzTest.class.getResource(folder).toURI());
        int copied = 0;
        for (Path file : files(from)) {
            Files.copy(file, corpus.getRoot().toPath().resolve(folder + "-" + copied++));
        }
        return copied;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
