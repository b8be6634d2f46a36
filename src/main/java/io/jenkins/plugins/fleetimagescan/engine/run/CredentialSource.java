package io.jenkins.plugins.fleetimagescan.engine.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryCredential;

/** Where registry credentials come from: Jenkins' credentials store, or the docker config of the command line. */
@FunctionalInterface
public interface CredentialSource {
    /** Asks every registry without a credential. */
    CredentialSource ANONYMOUS = (scan, image, secretName) -> RegistryCredential.none();

    /**
     * @param secretName {@code secretRef.name} of the scan
     * @return {@link RegistryCredential#none()} where none is wanted
     * @throws CredentialException fails this scan, not the others
     */
    RegistryCredential credential(ScanId scan, ImageReference image, @CheckForNull String secretName)
            throws CredentialException;
}
