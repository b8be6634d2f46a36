package io.jenkins.plugins.fleetimagescan.engine.git;

import java.io.Serializable;

/** Who made a commit. Characters that a commit cannot hold ({@code < >} and line ends) are taken out, as Git does. */
public record CommitIdentity(String name, String email) implements Serializable {
    public static final String DEFAULT_NAME = "Fleet Image Scan";
    public static final String DEFAULT_EMAIL = "fleet-image-scan@localhost";

    public CommitIdentity {
        name = clean(name, DEFAULT_NAME);
        email = clean(email, DEFAULT_EMAIL);
    }

    public static CommitIdentity byDefault() {
        return new CommitIdentity(DEFAULT_NAME, DEFAULT_EMAIL);
    }

    private static String clean(String text, String fallback) {
        String cleaned =
                text == null ? "" : text.replaceAll("[<>\\p{Cntrl}]", "").trim();
        return cleaned.isEmpty() ? fallback : cleaned;
    }

    /** {@code Name <email>}, the form of a {@code Signed-off-by} line. */
    @Override
    public String toString() {
        return name + " <" + email + ">";
    }
}
