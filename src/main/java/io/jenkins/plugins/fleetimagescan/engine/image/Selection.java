package io.jenkins.plugins.fleetimagescan.engine.image;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;

/**
 * The tag that a policy chose for an image, with its digest when some marker needs it.
 *
 * @param image the image as the user named it in fleet.yaml
 * @param tag as the registry spells it
 */
public record Selection(ImageReference image, String tag, @CheckForNull Digest digest) implements Serializable {
    /** {@code name:tag}, or {@code name:tag@digest}. */
    @Override
    public String toString() {
        return image.name() + ":" + tag + (digest == null ? "" : "@" + digest);
    }
}
