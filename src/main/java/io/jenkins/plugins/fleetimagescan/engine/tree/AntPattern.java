package io.jenkins.plugins.fleetimagescan.engine.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Ant-style patterns for paths as Jenkins users know them: {@code ?} is one character, {@code *} any within a folder
 * name, {@code **} any number of folders, a trailing slash means everything below. Several patterns are separated by commas.
 *
 * @see <a href="https://ant.apache.org/manual/dirtasks.html#patterns">Ant manual, patterns</a>
 */
public final class AntPattern implements Predicate<String> {
    private final List<Pattern> alternatives = new ArrayList<>();

    private AntPattern(String patterns) {
        for (String pattern : patterns.split(",")) {
            if (!pattern.isBlank()) {
                alternatives.add(translate(pattern.trim()));
            }
        }
    }

    public static AntPattern of(String patterns) {
        return new AntPattern(patterns);
    }

    /** @param path relative, separated by {@code /} */
    @Override
    public boolean test(String path) {
        return alternatives.stream().anyMatch(p -> p.matcher(path).matches());
    }

    private static Pattern translate(String written) {
        String pattern = written.replace('\\', '/');
        while (pattern.startsWith("./")) {
            pattern = pattern.substring(2);
        }
        if (pattern.endsWith("/")) {
            pattern += "**";
        }
        StringBuilder regex = new StringBuilder();
        int i = 0;
        while (i < pattern.length()) {
            if (pattern.startsWith("**/", i) && (i == 0 || pattern.charAt(i - 1) == '/')) {
                regex.append("(?:[^/]+/)*");
                i += 3;
            } else if (pattern.startsWith("/**", i) && i + 3 == pattern.length()) {
                regex.append("(?:/.*)?");
                i += 3;
            } else if (pattern.startsWith("**", i) && pattern.length() == 2) {
                regex.append(".*");
                i += 2;
            } else {
                char c = pattern.charAt(i++);
                regex.append(
                        switch (c) {
                            case '*' -> "[^/]*";
                            case '?' -> "[^/]";
                            default -> Pattern.quote(String.valueOf(c));
                        });
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
