package io.jenkins.plugins.fleetimagescan.engine.registry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code Link} header.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8288#section-3">RFC 8288, section 3</a>
 */
final class LinkHeader {
    private static final Pattern TARGET = Pattern.compile("\\s*,?\\s*<([^>]*)>");
    private static final Pattern PARAMETER = Pattern.compile(
            "\\s*;\\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\\*?(?:\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s\",;]*)))?");

    private LinkHeader() {}

    /** The target of relation {@code next} as it is written: an address or a reference relative to the page. */
    static Optional<String> next(List<String> headers) {
        return headers.stream().flatMap(header -> next(header).stream()).findFirst();
    }

    private static List<String> next(String header) {
        List<String> found = new ArrayList<>();
        Matcher target = TARGET.matcher(header);
        int at = 0;
        while (target.find(at)) {
            at = target.end();
            boolean next = false;
            Matcher parameter = PARAMETER.matcher(header);
            while (parameter.region(at, header.length()).lookingAt()) {
                String value = parameter.group(2) != null ? parameter.group(2) : parameter.group(3);
                next |= parameter.group(1).equalsIgnoreCase("rel") && value != null && namesNext(value);
                at = parameter.end();
            }
            if (next) {
                found.add(target.group(1).strip());
            }
        }
        return found;
    }

    private static boolean namesNext(String relations) {
        return Arrays.asList(relations.toLowerCase(Locale.ROOT).split("\\s+")).contains("next");
    }
}
