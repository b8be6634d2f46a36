package io.jenkins.plugins.fleetimagescan.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryCredential;
import io.jenkins.plugins.fleetimagescan.engine.run.CredentialException;

/**
 * Stays on the controller and is asked from the agent: a secret travels when a scan needs it, and not before. The
 * controller decides anew for each registry, so that an agent gets what its job may use and nothing else.
 */
public interface SecretResolver {
    /** As {@link io.jenkins.plugins.fleetimagescan.engine.run.CredentialSource#credential}. */
    RegistryCredential resolve(ImageReference image, @CheckForNull String secretName)
            throws CredentialException, InterruptedException;
}
