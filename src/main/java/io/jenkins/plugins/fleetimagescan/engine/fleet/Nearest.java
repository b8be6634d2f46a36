package io.jenkins.plugins.fleetimagescan.engine.fleet;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;

/** Finds the word that a misspelled one was probably meant to be. */
final class Nearest {
    private Nearest() {}

    static String of(String word, String... known) {
        String lower = word.toLowerCase(Locale.ROOT);
        return Arrays.stream(known)
                .min(Comparator.comparingInt(k -> distance(lower, k.toLowerCase(Locale.ROOT))))
                .orElseThrow();
    }

    /** The Levenshtein distance, over at most the first 100 characters. */
    private static int distance(String a, String b) {
        int width = Math.min(b.length(), 100);
        int[] previous = new int[width + 1];
        Arrays.setAll(previous, i -> i);
        for (int i = 1; i <= Math.min(a.length(), 100); i++) {
            int[] current = new int[width + 1];
            current[0] = i;
            for (int j = 1; j <= width; j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[width];
    }
}
