package io.jenkins.plugins.fleetimagescan.engine.policy;

import java.util.Arrays;

/**
 * The text of a range with its hyphen ranges replaced: {@code 1.2 - 1.4.5} has become {@code >= 1.2, <= 1.4.5}.
 * Remembers where each character comes from, for error messages.
 */
final class HyphenRanges {
    private final StringBuilder text = new StringBuilder();

    /** By position in {@link #text}: the position in the original, or its complement for an inserted character. */
    private int[] origins = new int[64];

    private HyphenRanges() {}

    static HyphenRanges replace(String range) {
        HyphenRanges result = new HyphenRanges();
        int at = 0;
        while (at < range.length()) {
            int left = skipSpace(range, at);
            int leftEnd = versionEnd(range, left);
            int hyphen = skipSpace(range, leftEnd);
            int right = skipSpace(range, hyphen + 1);
            int rightEnd = versionEnd(range, right);
            boolean isRange = left < leftEnd
                    && leftEnd < hyphen
                    && range.startsWith("-", hyphen)
                    && hyphen + 1 < right
                    && right < rightEnd;
            if (isRange) {
                result.insert(">= ", left);
                result.copy(range, left, leftEnd);
                result.insert(", <= ", hyphen);
                result.copy(range, right, rightEnd);
                result.insert(" ", rightEnd);
                at = skipSpace(range, rightEnd);
            } else {
                int next = Math.max(leftEnd, at + 1);
                result.copy(range, at, next);
                at = next;
            }
        }
        result.mark(range.length());
        return result;
    }

    String text() {
        return text.toString();
    }

    /** The position in the original text of a character of {@link #text()}, or of its end. */
    int origin(int position) {
        return isInserted(position) ? ~origins[position] : origins[position];
    }

    boolean isInserted(int position) {
        return origins[position] < 0;
    }

    private void copy(String range, int from, int to) {
        for (int i = from; i < to; i++) {
            mark(i);
            text.append(range.charAt(i));
        }
    }

    private void insert(String inserted, int origin) {
        for (int i = 0; i < inserted.length(); i++) {
            mark(~origin);
            text.append(inserted.charAt(i));
        }
    }

    private void mark(int origin) {
        if (text.length() == origins.length) {
            origins = Arrays.copyOf(origins, origins.length * 2);
        }
        origins[text.length()] = origin;
    }

    /** The end of the longest version, wildcards included, that begins here; {@code from} itself if none does. */
    private static int versionEnd(String range, int from) {
        int start = range.startsWith("v", from) ? from + 1 : from;
        int end = partEnd(range, start);
        if (end == start) {
            return from;
        }
        for (int i = 0; i < 2 && range.startsWith(".", end) && partEnd(range, end + 1) > end + 1; i++) {
            end = partEnd(range, end + 1);
        }
        return identifiersEnd(range, identifiersEnd(range, end, "-"), "+");
    }

    private static int partEnd(String range, int from) {
        int end = from;
        while (end < range.length() && isPartCharacter(range.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int identifiersEnd(String range, int from, String introduction) {
        int end = from;
        String separator = introduction;
        while (range.startsWith(separator, end)) {
            int next = end + 1;
            while (next < range.length() && Version.isIdentifierCharacter(range.charAt(next))) {
                next++;
            }
            if (next == end + 1) {
                break;
            }
            end = next;
            separator = ".";
        }
        return end;
    }

    private static int skipSpace(String range, int from) {
        int at = from;
        while (at < range.length() && isSpace(range.charAt(at))) {
            at++;
        }
        return at;
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
    }

    /** Masterminds counts the bar as well; of {@code 1||2 - 3} it thereby makes {@code >=1 || 2 <=3}, and so do we. */
    static boolean isPartCharacter(char c) {
        return Version.isDigit(c) || c == 'x' || c == 'X' || c == '*' || c == '|';
    }
}
