package io.jenkins.plugins.fleetimagescan.engine.manifest;

import io.jenkins.plugins.fleetimagescan.engine.problem.Place;
import java.util.Arrays;

/**
 * The text of a file with the ways between its coordinates: code points, which SnakeYAML counts; bytes, which are
 * replaced; lines and columns, which people read. A byte order mark is part of the text.
 */
final class SourceText {
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final String file;
    private final String text;
    private final int[] codePoints;
    private int[] lineStarts;

    SourceText(String file, String text) {
        this.file = file;
        this.text = text;
        codePoints = text.codePoints().toArray();
    }

    String text() {
        return text;
    }

    /** In code points. */
    int length() {
        return codePoints.length;
    }

    int at(int position) {
        return codePoints[position];
    }

    String substring(int start, int end) {
        return new String(codePoints, start, end - start);
    }

    /** The first place at or after {@code from} where this ASCII text begins, or -1. */
    int indexOf(String ascii, int from) {
        int last = codePoints.length - ascii.length();
        search:
        for (int i = from; i <= last; i++) {
            for (int j = 0; j < ascii.length(); j++) {
                if (codePoints[i + j] != ascii.charAt(j)) {
                    continue search;
                }
            }
            return i;
        }
        return -1;
    }

    /** Where the line with this place begins. */
    int lineStart(int position) {
        return lineStarts()[lineIndex(position)];
    }

    /** Where the line with this place ends, its line break excluded. */
    int lineEnd(int position) {
        int end = position;
        while (end < codePoints.length && codePoints[end] != '\n' && codePoints[end] != '\r') {
            end++;
        }
        return end;
    }

    /** Counted from 0. */
    int lineIndex(int position) {
        int found = Arrays.binarySearch(lineStarts(), position);
        return found >= 0 ? found : -found - 2;
    }

    Place place(int position) {
        int line = lineIndex(position);
        int start = lineStarts[line];
        // Editors do not show a byte order mark.
        int hidden = line == 0 && position > 0 && codePoints[0] == BYTE_ORDER_MARK ? 1 : 0;
        return new Place(file, line + 1, position - start + 1 - hidden);
    }

    /** Lines end with LF, CR LF or CR, as in YAML 1.2; YAML 1.1 knows further line breaks that no editor shows. */
    private int[] lineStarts() {
        if (lineStarts == null) {
            int[] starts = new int[16];
            int count = 1;
            for (int i = 0; i < codePoints.length; i++) {
                boolean lone = codePoints[i] == '\r' && (i + 1 == codePoints.length || codePoints[i + 1] != '\n');
                if (codePoints[i] == '\n' || lone) {
                    if (count == starts.length) {
                        starts = Arrays.copyOf(starts, count * 2);
                    }
                    starts[count++] = i + 1;
                }
            }
            lineStarts = Arrays.copyOf(starts, count);
        }
        return lineStarts;
    }

    /** The offsets of places in the text when it is encoded in UTF-8. */
    int[] byteOffsets(int[] ascendingPositions) {
        int[] offsets = new int[ascendingPositions.length];
        int offset = 0;
        int position = 0;
        for (int i = 0; i < offsets.length; i++) {
            for (; position < ascendingPositions[i]; position++) {
                offset += utf8Length(codePoints[position]);
            }
            offsets[i] = offset;
        }
        return offsets;
    }

    private static int utf8Length(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }
}
