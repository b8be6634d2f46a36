package io.jenkins.plugins.fleetimagescan.engine.fleet;

import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** What Jazzer calls: any bytes are a fleet.yaml and a GitRepo file; whatever is wrong with them is a problem. */
public final class DefinitionFuzzTarget {
    private DefinitionFuzzTarget() {}

    public static void fuzzerTestOneInput(byte[] content) {
        FleetYaml.parse("fleet.yaml", content);
        List<Problem> problems = new ArrayList<>();
        if (GitRepoResource.parse("gitrepo.yaml", content, null, problems) == null && problems.isEmpty()) {
            throw new AssertionError("nothing was read and nothing was said");
        }
    }
}
