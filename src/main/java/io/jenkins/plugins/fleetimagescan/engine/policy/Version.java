package io.jenkins.plugins.fleetimagescan.engine.policy;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/**
 * A semantic version as Masterminds' {@code NewVersion} reads it: an optional {@code v}, one to three numbers with
 * or without leading zeros, then optionally a pre-release and build metadata.
 *
 * <p>A value of our own, because the Java libraries read less and order otherwise: semver4j 6 knows neither missing
 * parts nor leading zeros nor numbers beyond 31 bits, and throws where it compares long numeric identifiers. Here
 * the numbers are unsigned 64-bit ones (held in {@code long}), and numeric identifiers of a pre-release that do not fit
 * into 64 bits are compared as text. The order is precedence, which ignores build metadata; versions that compare as 0
 * are equal in that sense only, hence there is no {@code equals}.
 *
 * @see <a href="https://github.com/Masterminds/semver/tree/v3.5.0">Masterminds/semver 3.5</a>
 * @see <a href="https://semver.org/#spec-item-11">Semantic Versioning, precedence</a>
 */
final class Version {
    /** Longer texts are no versions (since Masterminds/semver 3.5). */
    static final int MAX_LENGTH = 256;

    private static final String MAX_NUMBER = "18446744073709551615";

    private final String text;
    private final long major;
    private final long minor;
    private final long patch;
    private final String preRelease;

    private Version(String text, long major, long minor, long patch, String preRelease) {
        this.text = text;
        this.major = major;
        this.minor = minor;
        this.patch = patch;
        this.preRelease = preRelease;
    }

    /** The version that the text is, or null if it is none. One pass without regular expressions: this is the hot path. */
    @CheckForNull
    static Version parse(String text) {
        int length = text.length();
        if (length > MAX_LENGTH) {
            return null;
        }
        int from = length > 0 && text.charAt(0) == 'v' ? 1 : 0;
        int end = digitsEnd(text, from);
        if (end == from || !isNumber(text, from, end)) {
            return null;
        }
        long major = number(text, from, end);
        long minor = 0;
        long patch = 0;
        if (end < length && text.charAt(end) == '.') {
            from = end + 1;
            end = digitsEnd(text, from);
            if (end == from || !isNumber(text, from, end)) {
                return null;
            }
            minor = number(text, from, end);
            if (end < length && text.charAt(end) == '.') {
                from = end + 1;
                end = digitsEnd(text, from);
                if (end == from || !isNumber(text, from, end)) {
                    return null;
                }
                patch = number(text, from, end);
            }
        }
        String preRelease = "";
        if (end < length && text.charAt(end) == '-') {
            from = end + 1;
            end = identifiersEnd(text, from, true);
            if (end < 0) {
                return null;
            }
            preRelease = text.substring(from, end);
        }
        if (end < length && text.charAt(end) == '+') {
            end = identifiersEnd(text, end + 1, false);
        }
        return end == length ? new Version(text, major, minor, patch, preRelease) : null;
    }

    /** Where the run of decimal digits that begins at {@code from} ends. */
    static int digitsEnd(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /**
     * Where the dot-separated identifiers that begin at {@code from} end, or -1 if one of them is empty or, in a
     * pre-release, a number with leading zeros.
     */
    private static int identifiersEnd(String text, int from, boolean inPreRelease) {
        int start = from;
        while (true) {
            int end = start;
            boolean numeric = true;
            while (end < text.length() && isIdentifierCharacter(text.charAt(end))) {
                numeric &= isDigit(text.charAt(end));
                end++;
            }
            if (end == start || (inPreRelease && numeric && end - start > 1 && text.charAt(start) == '0')) {
                return -1;
            }
            if (end == text.length() || text.charAt(end) != '.') {
                return end;
            }
            start = end + 1;
        }
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isIdentifierCharacter(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
    }

    /** Whether the digits are a number that fits into 64 bits. */
    static boolean isNumber(String text, int from, int end) {
        if (end - from < MAX_NUMBER.length()) {
            return true;
        }
        int start = from;
        while (start < end && text.charAt(start) == '0') {
            start++;
        }
        int digits = end - start;
        return digits < MAX_NUMBER.length()
                || (digits == MAX_NUMBER.length() && MAX_NUMBER.compareTo(text.substring(start, end)) >= 0);
    }

    /** The value of digits that {@linkplain #isNumber fit}. */
    private static long number(String text, int from, int end) {
        long value = 0;
        for (int i = from; i < end; i++) {
            value = value * 10 + (text.charAt(i) - '0');
        }
        return value;
    }

    long major() {
        return major;
    }

    long minor() {
        return minor;
    }

    long patch() {
        return patch;
    }

    /** Without the leading hyphen; empty for a release. */
    String preRelease() {
        return preRelease;
    }

    boolean isPreRelease() {
        return !preRelease.isEmpty();
    }

    /** By precedence: negative if this is older than the other version. */
    int comparePrecedence(Version other) {
        int order = Long.compareUnsigned(major, other.major);
        if (order == 0) {
            order = Long.compareUnsigned(minor, other.minor);
        }
        if (order == 0) {
            order = Long.compareUnsigned(patch, other.patch);
        }
        if (order != 0) {
            return order;
        }
        if (isPreRelease() && other.isPreRelease()) {
            return comparePreReleases(preRelease, other.preRelease);
        }
        return Boolean.compare(other.isPreRelease(), isPreRelease());
    }

    private static int comparePreReleases(String a, String b) {
        int startA = 0;
        int startB = 0;
        while (startA < a.length() && startB < b.length()) {
            int endA = identifierEnd(a, startA);
            int endB = identifierEnd(b, startB);
            int order = compareIdentifiers(a.substring(startA, endA), b.substring(startB, endB));
            if (order != 0) {
                return order;
            }
            startA = endA + 1;
            startB = endB + 1;
        }
        return Boolean.compare(startA < a.length(), startB < b.length());
    }

    private static int identifierEnd(String preRelease, int from) {
        int dot = preRelease.indexOf('.', from);
        return dot < 0 ? preRelease.length() : dot;
    }

    private static int compareIdentifiers(String a, String b) {
        boolean numberA = isNumber(a);
        boolean numberB = isNumber(b);
        if (numberA && numberB && a.length() != b.length()) {
            return Integer.compare(a.length(), b.length());
        }
        return numberA == numberB ? a.compareTo(b) : Boolean.compare(numberB, numberA);
    }

    private static boolean isNumber(String identifier) {
        return digitsEnd(identifier, 0) == identifier.length() && isNumber(identifier, 0, identifier.length());
    }

    /** The text that was read. */
    @Override
    public String toString() {
        return text;
    }
}
