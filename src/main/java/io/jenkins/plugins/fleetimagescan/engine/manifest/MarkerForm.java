package io.jenkins.plugins.fleetimagescan.engine.manifest;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.image.Digest;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.image.Selection;

/** What a marker asks for: the text behind the name in {@code {"$imagescan": "NAME:form"}}. */
public enum MarkerForm {
    /** No suffix: {@code name:tag}. */
    FULL(""),
    /** {@code :name}. */
    NAME(":name"),
    /** {@code :tag}. */
    TAG(":tag"),
    /** {@code :digest}: {@code name:tag@sha256:…}. */
    DIGEST(":digest"),
    /** {@code :sha}, ours: {@code sha256:…} alone, for kustomize {@code digest:} and Helm values. */
    SHA(":sha");

    private final String suffix;

    MarkerForm(String suffix) {
        this.suffix = suffix;
    }

    public String suffix() {
        return suffix;
    }

    public boolean needsDigest() {
        return this == DIGEST || this == SHA;
    }

    /** @throws IllegalStateException if a digest is needed and the selection has none */
    public String render(Selection selection) {
        Digest digest = selection.digest();
        if (needsDigest() && digest == null) {
            throw new IllegalStateException("no digest was asked for " + selection);
        }
        return switch (this) {
            case FULL -> selection.image().name() + ":" + selection.tag();
            case NAME -> selection.image().name();
            case TAG -> selection.tag();
            case DIGEST -> selection.image().name() + ":" + selection.tag() + "@" + digest;
            case SHA -> String.valueOf(digest);
        };
    }

    /**
     * The tag in a value that this form has written.
     *
     * @return null where the form has no tag or the value has none
     */
    @CheckForNull
    public String tagIn(String value) {
        return switch (this) {
            case NAME, SHA -> null;
            case TAG -> ImageReference.isTag(value) ? value : null;
            case FULL, DIGEST -> {
                int at = value.indexOf('@');
                String named = at < 0 ? value : value.substring(0, at);
                int colon = named.lastIndexOf(':');
                String tag = named.substring(colon + 1);
                yield colon > named.lastIndexOf('/') && ImageReference.isTag(tag) ? tag : null;
            }
        };
    }
}
