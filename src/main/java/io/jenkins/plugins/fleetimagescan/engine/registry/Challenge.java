package io.jenkins.plugins.fleetimagescan.engine.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One way to authenticate that a server offers in {@code WWW-Authenticate}.
 *
 * @param scheme in lower case
 * @param parameters values unquoted, by name in lower case
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1">RFC 9110, section 11.6.1</a>
 */
record Challenge(String scheme, Map<String, String> parameters) {
    @CheckForNull
    String parameter(String name) {
        return parameters.get(name);
    }

    boolean isBearer() {
        return scheme.equals("bearer");
    }

    boolean isBasic() {
        return scheme.equals("basic");
    }

    /** The challenges of all header lines, in their order. What breaks the grammar is skipped to the next comma. */
    static List<Challenge> parse(List<String> headers) {
        List<Challenge> all = new ArrayList<>();
        headers.forEach(header -> new Parser(header, all).parse());
        return all;
    }

    /**
     * Challenges and the parameters within them are both separated by commas: a name that is followed by {@code =}
     * and a value is a parameter, any other begins a challenge.
     */
    private static final class Parser {
        private final String text;
        private final List<Challenge> found;
        private int at;

        Parser(String text, List<Challenge> found) {
            this.text = text;
            this.found = found;
        }

        void parse() {
            while (skipSeparators()) {
                String name = token();
                if (name.isEmpty()) {
                    skipToComma();
                } else if (skipEquals()) {
                    String value = value();
                    // A list may be spread over several lines (RFC 9110, section 5.2): the scheme may be on another.
                    if (!found.isEmpty()) {
                        found.get(found.size() - 1).parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
                    }
                } else {
                    found.add(new Challenge(name.toLowerCase(Locale.ROOT), new TreeMap<>()));
                    skipToken68();
                }
            }
        }

        /** Whether anything is left. */
        private boolean skipSeparators() {
            while (at < text.length() && (isSpace(text.charAt(at)) || text.charAt(at) == ',')) {
                at++;
            }
            return at < text.length();
        }

        private void skipToComma() {
            while (at < text.length() && text.charAt(at) != ',') {
                at++;
            }
        }

        private boolean skipEquals() {
            int ahead = at;
            while (ahead < text.length() && isSpace(text.charAt(ahead))) {
                ahead++;
            }
            if (ahead >= text.length() || text.charAt(ahead) != '=') {
                return false;
            }
            at = ahead + 1;
            while (at < text.length() && isSpace(text.charAt(at))) {
                at++;
            }
            return true;
        }

        /** Schemes such as Negotiate have one opaque value, told from a parameter by what follows it. */
        private void skipToken68() {
            int start = at;
            while (at < text.length() && isSpace(text.charAt(at))) {
                at++;
            }
            while (at < text.length() && (isTokenChar(text.charAt(at)) || text.charAt(at) == '/')) {
                at++;
            }
            while (at < text.length() && text.charAt(at) == '=') {
                at++;
            }
            int end = at;
            while (end < text.length() && isSpace(text.charAt(end))) {
                end++;
            }
            if (end < text.length() && text.charAt(end) != ',') {
                at = start;
            }
        }

        private String token() {
            int start = at;
            while (at < text.length() && isTokenChar(text.charAt(at))) {
                at++;
            }
            return text.substring(start, at);
        }

        private String value() {
            if (at >= text.length() || text.charAt(at) != '"') {
                int start = at;
                while (at < text.length() && !isSpace(text.charAt(at)) && text.charAt(at) != ',') {
                    at++;
                }
                return text.substring(start, at);
            }
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at));
            }
            at++;
            return value.toString();
        }

        private static boolean isSpace(char c) {
            return c == ' ' || c == '\t';
        }

        private static boolean isTokenChar(char c) {
            return c > ' ' && c < 127 && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
        }
    }
}
