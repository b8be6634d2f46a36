package io.jenkins.plugins.fleetimagescan.engine.tree;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.function.Predicate;

/**
 * Everything below the folders that a pattern names, as {@code spec.paths} of a GitRepo has it: {@code *} is any
 * characters but a slash, {@code ?} is one, {@code [a-z]} and {@code [^a-z]} are one of a class.
 *
 * @see <a href="https://fleet.rancher.io/ref-gitrepo">Fleet, GitRepo reference</a>
 * @see <a href="https://pkg.go.dev/path/filepath#Match">filepath.Match</a>
 */
public final class FolderPattern implements Predicate<String> {
    private final Pattern pattern;

    private FolderPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * @param folder relative, separated by {@code /}, no slash at either end; empty for the root
     * @throws IllegalArgumentException if a class is not one
     */
    public static FolderPattern of(String folder) {
        try {
            // RE2 takes linear time, however many stars there are.
            return new FolderPattern(
                    Pattern.compile(folder.isEmpty() ? ".*" : translate(folder) + "/.*", Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getDescription() + ": " + e.getPattern(), e);
        }
    }

    /** @param path relative, separated by {@code /} */
    @Override
    public boolean test(String path) {
        return pattern.matches(path);
    }

    private static String translate(String folder) {
        StringBuilder regex = new StringBuilder();
        int i = 0;
        while (i < folder.length()) {
            int end = folder.charAt(i) == '[' ? folder.indexOf(']', i + 2) : -1;
            if (end > 0) {
                regex.append(folder, i, i + 1)
                        .append(folder.substring(i + 1, end).replace("[", "\\["))
                        .append(']');
                i = end + 1;
                continue;
            }
            char c = folder.charAt(i++);
            regex.append(
                    switch (c) {
                        case '*' -> "[^/]*";
                        case '?' -> "[^/]";
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        return regex.toString();
    }
}
