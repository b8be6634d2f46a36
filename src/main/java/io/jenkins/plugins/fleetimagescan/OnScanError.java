package io.jenkins.plugins.fleetimagescan;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What becomes of a build in which some scan failed; the other scans are done in any case. */
enum OnScanError {
    FAIL,
    UNSTABLE,
    IGNORE;

    /** As people write it: lower case. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param text null or blank means {@link #UNSTABLE}
     * @throws IllegalArgumentException naming what is accepted
     */
    static OnScanError parse(@CheckForNull String text) {
        String trimmed = Util.fixEmptyAndTrim(text);
        if (trimmed == null) {
            return UNSTABLE;
        }
        for (OnScanError value : values()) {
            if (value.text().equalsIgnoreCase(trimmed)) {
                return value;
            }
        }
        String accepted = Arrays.stream(values()).map(OnScanError::text).collect(Collectors.joining(", "));
        throw new IllegalArgumentException(Messages.OnScanError_unknown(trimmed, accepted));
    }
}
