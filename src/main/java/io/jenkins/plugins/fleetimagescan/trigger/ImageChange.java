package io.jenkins.plugins.fleetimagescan.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.image.Digest;
import io.jenkins.plugins.fleetimagescan.engine.run.ScanResult;
import java.io.Serializable;
import java.util.Objects;

/**
 * A scan that would select something else now than in the last run. A plain class of strings: it is kept in the
 * build.xml of the build that it started.
 */
public final class ImageChange implements Serializable {
    private static final long serialVersionUID = 1;

    private final String fleetYaml;
    private final String tagName;
    private final String image;

    @CheckForNull
    private final String oldTag;

    private final String newTag;

    @CheckForNull
    private final String newDigest;

    private ImageChange(ScanResult recorded, ScanResult polled) {
        this.fleetYaml = recorded.id().fleetYaml();
        this.tagName = recorded.id().tagName();
        this.image = recorded.image();
        this.oldTag = recorded.tag();
        this.newTag = polled.tag();
        Digest digest = polled.digest();
        this.newDigest = digest == null ? null : digest.text();
    }

    /**
     * @param polled the latest that is known of the scan, from this poll or from an earlier one
     * @return null if a run would select what the recorded result says; a scan that never succeeded says nothing
     */
    @CheckForNull
    static ImageChange between(ScanResult recorded, ScanResult polled) {
        if (polled.tag() == null || polled.failed() || polled.status() == ScanResult.Status.SUSPENDED) {
            return null;
        }
        boolean sameTag = polled.tag().equals(recorded.tag());
        boolean sameDigest = recorded.digest() == null || Objects.equals(recorded.digest(), polled.digest());
        return sameTag && sameDigest ? null : new ImageChange(recorded, polled);
    }

    /** A selection that the last run made and could not write to Git: a run would try that again. */
    @CheckForNull
    static ImageChange unwritten(ScanResult recorded) {
        boolean inPlace = recorded.previousTags().stream().allMatch(tag -> tag.equals(recorded.tag()));
        return recorded.tag() == null || recorded.failed() || inPlace ? null : new ImageChange(recorded, recorded);
    }

    /** As the user names it. */
    public String getImage() {
        return image;
    }

    @CheckForNull
    public String getOldTag() {
        return oldTag;
    }

    public String getNewTag() {
        return newTag;
    }

    /** Whether this is about the scan that the result is of. */
    boolean concerns(ScanResult result) {
        return result.id().fleetYaml().equals(fleetYaml)
                && result.id().tagName().equals(tagName)
                && result.image().equals(image);
    }

    /** What would be written, and for which scan: equal for changes that one build would settle. */
    String goal() {
        return fleetYaml + "#" + tagName + " " + image + ":" + newTag + (newDigest == null ? "" : "@" + newDigest);
    }

    /** Such as {@code redis 7.0.5 -> 7.2.1}. */
    @Override
    public String toString() {
        if (oldTag == null) {
            return Messages.ImageChange_first(image, newTag);
        }
        return oldTag.equals(newTag)
                ? Messages.ImageChange_digest(image, newTag)
                : Messages.ImageChange_tag(image, oldTag, newTag);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ImageChange other && goal().equals(other.goal()) && Objects.equals(oldTag, other.oldTag);
    }

    @Override
    public int hashCode() {
        return goal().hashCode();
    }
}
