package io.jenkins.plugins.fleetimagescan.engine.manifest;

import io.jenkins.plugins.fleetimagescan.testing.Jazzer;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;

/** Fuzzes the rewriting, from the samples and golden folders as seeds. */
public class ManifestFuzzTest {
    @Rule
    public final Jazzer jazzer = new Jazzer();

    @Test
    public void survivesArbitraryFiles() throws Exception {
        for (String folder : new String[] {"golden", "samples"}) {
            jazzer.addSeeds(Path.of(ManifestFuzzTest.class.getResource(folder).toURI()));
        }
        jazzer.run(ManifestFuzzTarget.class);
    }
}
