package io.jenkins.plugins.fleetimagescan.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.rules.TemporaryFolder;

/**
 * Runs a fuzz target for a fixed number of executions, in a process of its own. For longer:
 * {@code -Dfuzz.executions=10000000}. An input that fails is left in target/fuzz.
 */
public final class Jazzer extends TemporaryFolder {
    private static final String EXECUTIONS = System.getProperty("fuzz.executions", "10000");

    private int seeds;

    /** Every file of a folder is an input to start from. */
    public void addSeeds(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> inputs = files.filter(Files::isRegularFile).sorted().toList();
            for (Path input : inputs) {
                Files.copy(input, getRoot().toPath().resolve("seed-" + seeds++));
            }
        }
        assertThat(seeds).isPositive();
    }

    /** @param target with a method {@code fuzzerTestOneInput(byte[])} */
    public void run(Class<?> target) throws IOException, InterruptedException {
        Path artifacts = Files.createDirectories(Path.of("target", "fuzz"));
        Path log = artifacts.resolve(target.getSimpleName() + ".log");
        Process jazzer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + target.getName(),
                        "--instrumentation_includes=io.jenkins.plugins.fleetimagescan.engine.**:org.yaml.snakeyaml.**",
                        "--reproducer_path=" + artifacts,
                        "-artifact_prefix=" + artifacts + File.separator,
                        "-seed=1",
                        "-max_len=4096",
                        "-runs=" + EXECUTIONS,
                        getRoot().toString())
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
}
