package io.jenkins.plugins.fleetimagescan.engine.fleet;

import io.jenkins.plugins.fleetimagescan.testing.Jazzer;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;

/** Fuzzes the reading of fleet.yaml and GitRepo files. */
public class DefinitionFuzzTest {
    @Rule
    public final Jazzer jazzer = new Jazzer();

    @Test
    public void survivesArbitraryFiles() throws Exception {
        jazzer.addSeeds(Path.of(DefinitionFuzzTest.class.getResource("samples").toURI()));
        jazzer.run(DefinitionFuzzTarget.class);
    }
}
