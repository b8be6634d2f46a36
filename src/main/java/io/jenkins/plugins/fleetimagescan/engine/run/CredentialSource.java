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
     * For the image of a scan, and once more where its registry has a mirror.
     *
     * @param image of the scan; or as the mirror has it, which is then a registry like any other, without a secret name
     * @param secretName {@code secretRef.name} of the scan; null where it has none, and for a mirror
     * @return {@link RegistryCredential#none()} where none is wanted
     * @throws CredentialException fails this scan, not the others; for a mirror it is told and nothing else
     */
    RegistryCredential credential(ScanId scan, ImageReference image, @CheckForNull String secretName)
            throws CredentialException;
}
