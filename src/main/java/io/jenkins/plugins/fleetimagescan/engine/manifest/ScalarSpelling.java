package io.jenkins.plugins.fleetimagescan.engine.manifest;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;

/** How a text is written as a YAML scalar on one line, in the style of the scalar whose place it takes. */
final class ScalarSpelling {
    /**
     * What is a plain scalar everywhere: in block and flow style, whatever stands beside it. Image references, tags and
     * digests are made of these characters; anything else is quoted, which is always right.
     */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./+](?:[A-Za-z0-9_./@+:-]*[A-Za-z0-9_./@+-])?");

    private static final String DOCUMENT_END = "...";

    private ScalarSpelling() {}

    /**
     * @param style of the scalar that is replaced; not a block style
     * @param explicitString whether its tag makes it a string however it is spelled
     */
    static String of(String text, ScalarStyle style, boolean explicitString) {
        return switch (style) {
            case PLAIN -> isPlain(text, explicitString) ? text : doubleQuoted(text);
            case SINGLE_QUOTED -> isPrintable(text) ? "'" + text.replace("'", "''") + "'" : doubleQuoted(text);
            case DOUBLE_QUOTED -> doubleQuoted(text);
            default -> throw new IllegalArgumentException("a block scalar is not replaced: " + style);
        };
    }

    private static boolean isPlain(String text, boolean explicitString) {
        return PLAIN.matcher(text).matches()
                && !text.startsWith(DOCUMENT_END)
                && (explicitString || !AmbiguousPlainScalar.matches(text));
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    private static String doubleQuoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c >= ' ' && c <= '~') {
                quoted.append((char) c);
            } else {
                quoted.append(c < 0x10000 ? String.format("\\u%04X", c) : String.format("\\U%08X", c));
            }
        });
        return quoted.append('"').toString();
    }
}
