package io.jenkins.plugins.fleetimagescan.engine.manifest;

import java.util.regex.Pattern;

/**
 * The plain spellings that some YAML reader takes for something else than a string. Each row names its source. Where
 * the sources differ, a row accepts more than each of them: quotes too many do no harm, quotes too few turn the tag
 * {@code 1.20} into the number 1.2.
 */
enum AmbiguousPlainScalar {
    /** https://yaml.org/type/null.html; YAML 1.2.2 section 10.3.2. */
    NULL("|~|null|Null|NULL"),
    /** https://yaml.org/type/bool.html, which YAML 1.2.2 section 10.3.2 narrows to true and false. */
    BOOLEAN("y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF"),
    /** https://yaml.org/type/int.html (decimal, octal with leading 0, underscores); YAML 1.2.2 section 10.3.2. */
    INTEGER("[-+]?[0-9][0-9_]*"),
    /** https://yaml.org/type/int.html; go-yaml's resolve.go takes what strconv.ParseInt takes for base 0 too. */
    BINARY("[-+]?0[bB][01_]+"),
    /** YAML 1.2.2 section 10.3.2; with sign and underscores: go-yaml's resolve.go. */
    OCTAL("[-+]?0[oO][0-7_]+"),
    /** https://yaml.org/type/int.html; YAML 1.2.2 section 10.3.2. */
    HEXADECIMAL("[-+]?0[xX][0-9a-fA-F_]+"),
    /**
     * https://yaml.org/type/float.html; YAML 1.2.2 section 10.3.2 (where no dot is needed: {@code 1e3}).
     * https://yaml.org/type/float.html allows several dots in its regular expression ({@code 1.2.3}), which no reader
     * does: such a text is the ordinary version number and stays plain.
     */
    FLOAT("[-+]?(?:[0-9][0-9_]*(?:\\.[0-9_]*)?|\\.[0-9_]+)(?:[eE][-+]?[0-9_]+)?"),
    /** Go's strconv.ParseFloat, which go-yaml calls: a hexadecimal mantissa with a binary exponent. */
    HEXADECIMAL_FLOAT("[-+]?0[xX][0-9a-fA-F_]*\\.?[0-9a-fA-F_]*[pP][-+]?[0-9_]+"),
    /** https://yaml.org/type/float.html; YAML 1.2.2 section 10.3.2. */
    INFINITY("[-+]?\\.(?:inf|Inf|INF)"),
    /** https://yaml.org/type/float.html; YAML 1.2.2 section 10.3.2. */
    NOT_A_NUMBER("[-+]?\\.(?:nan|NaN|NAN)"),
    /** https://yaml.org/type/int.html and https://yaml.org/type/float.html: base 60, as in {@code 12:30}. */
    SEXAGESIMAL("[-+]?[0-9][0-9_]*(?::[0-9]{1,2})+(?:\\.[0-9_]*)?"),
    /** https://yaml.org/type/timestamp.html; go-yaml's resolve.go has one-digit months and days as well. */
    TIMESTAMP("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \\t]+)[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\\.[0-9]*)?"
            + "(?:[ \\t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?)?"),
    /** https://yaml.org/type/merge.html. */
    MERGE("<<"),
    /** https://yaml.org/type/value.html. */
    VALUE("=");

    private final Pattern pattern;

    AmbiguousPlainScalar(String pattern) {
        this.pattern = Pattern.compile(pattern);
    }

    /** What a number may begin with. */
    private static final Pattern NUMBER_START = Pattern.compile("[-+.0-9].*");

    /** Whether a reader of YAML 1.1 or 1.2 may take this text, written without quotes, for something else. */
    static boolean matches(String text) {
        if (matchesRow(text)) {
            return true;
        }
        // go-yaml's resolve.go removes all underscores before it tries a number: 0_x5 is 5.
        return text.indexOf('_') >= 0 && NUMBER_START.matcher(text).matches() && matchesRow(text.replace("_", ""));
    }

    private static boolean matchesRow(String text) {
        for (AmbiguousPlainScalar row : values()) {
            if (row.pattern.matcher(text).matches()) {
                return true;
            }
        }
        return false;
    }
}
