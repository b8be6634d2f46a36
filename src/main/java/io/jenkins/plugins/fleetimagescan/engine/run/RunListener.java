package io.jenkins.plugins.fleetimagescan.engine.run;

import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException;

/** Hears of a run while it goes on: a build log, or a terminal. Calls come from one thread at a time. */
public interface RunListener {

    /** A sentence about what is done now. */
    default void info(String line) {}

    default void problem(Problem problem) {}

    /** Registries are about to be asked. */
    default void scanning(int scans) {}

    default void scanned(ScanResult result) {}

    /** A registry did not answer; the scans that this concerns are reported as failed. */
    default void registryFailed(RegistryException failure) {}
}
