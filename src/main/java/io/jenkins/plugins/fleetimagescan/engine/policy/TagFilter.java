package io.jenkins.plugins.fleetimagescan.engine.policy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * {@code filterTags}, as in Flux: only tags in which the pattern is found count, and what the policy compares is the
 * tag, or the text that {@code extract} makes of the match. RE2 takes time linear in the tag for any pattern.
 *
 * <p>In {@code extract}, {@code $name}, {@code ${name}}, {@code $1} and {@code ${1}} stand for groups of the pattern
 * (the longest name counts: {@code $1x} is the group {@code 1x}), {@code $$} for a dollar sign; a group that took no
 * part in the match is empty. Other than in Flux, a group that the pattern lacks is an error.
 *
 * @see <a href="https://pkg.go.dev/regexp#Regexp.Expand">Go's regexp, Expand</a>
 */
final class TagFilter {
    /** Ample for every tag format; a long list of long tags is still filtered within seconds. */
    private static final int MAX_SIZE = 2000;

    private static final int MAX_EXTRACT = 1000;

    /** Literal text, or the number of the group whose text is meant. */
    private record Piece(String literal, int group) {}

    private final Pattern pattern;
    private final List<Piece> extract;

    private TagFilter(Pattern pattern, List<Piece> extract) {
        this.pattern = pattern;
        this.extract = extract;
    }

    /** The filter of a policy, or null if it has none. */
    @CheckForNull
    static TagFilter of(PolicySpec spec) throws PolicyException {
        String pattern = spec.filterPattern();
        String extract = Objects.requireNonNullElse(spec.filterExtract(), "");
        if (pattern == null && extract.isEmpty()) {
            return null;
        }
        if (extract.length() > MAX_EXTRACT) {
            throw new PolicyException(
                    Messages.TagFilter_longExtract(String.valueOf(extract.length()), String.valueOf(MAX_EXTRACT)));
        }
        if (pattern == null) {
            throw new PolicyException(Messages.TagFilter_noPattern(extract));
        }
        if (PatternSize.estimate(pattern) > MAX_SIZE) {
            throw new PolicyException(Messages.TagFilter_tooLarge(shortened(pattern)));
        }
        try {
            Pattern compiled = Pattern.compile(pattern);
            return new TagFilter(compiled, pieces(compiled, extract));
        } catch (PatternSyntaxException e) {
            throw new PolicyException(Messages.TagFilter_pattern(pattern, e.getDescription(), e.getPattern()));
        }
    }

    private static List<Piece> pieces(Pattern pattern, String extract) throws PolicyException {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        while (at < extract.length()) {
            int dollar = extract.indexOf('$', at);
            if (dollar < 0) {
                dollar = extract.length();
            }
            if (dollar > at) {
                pieces.add(new Piece(extract.substring(at, dollar), 0));
                at = dollar;
                continue;
            }
            int brace = extract.startsWith("{", at + 1) ? 1 : 0;
            int nameEnd = nameEnd(extract, at + 1 + brace);
            String name = extract.substring(at + 1 + brace, nameEnd);
            boolean closed = brace == 0 || extract.startsWith("}", nameEnd);
            if (extract.startsWith("$$", at)) {
                pieces.add(new Piece("$", 0));
                at += 2;
            } else if (name.isEmpty() || !closed) {
                throw new PolicyException(Messages.TagFilter_dollar(extract, String.valueOf(at + 1)));
            } else {
                pieces.add(new Piece(null, group(pattern, extract, name)));
                at = nameEnd + brace;
            }
        }
        return List.copyOf(pieces);
    }

    private static String shortened(String pattern) {
        return pattern.length() <= 100 ? pattern : pattern.substring(0, 100) + "…";
    }

    private static int nameEnd(String extract, int from) {
        int end = from;
        while (end < extract.length()
                && (Character.isLetterOrDigit(extract.charAt(end)) || extract.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    private static int group(Pattern pattern, String extract, String name) throws PolicyException {
        Integer named = pattern.namedGroups().get(name);
        if (named != null) {
            return named;
        }
        boolean number = Version.digitsEnd(name, 0) == name.length() && name.length() < 6;
        if (number && Integer.parseInt(name) <= pattern.groupCount()) {
            return Integer.parseInt(name);
        }
        throw new PolicyException(Messages.TagFilter_group(extract, name, pattern.pattern()));
    }

    /** The text that the policy compares for this tag, or null if the tag does not count. */
    @CheckForNull
    String apply(String tag) {
        Matcher matcher = pattern.matcher(tag);
        if (!matcher.find()) {
            return null;
        }
        if (extract.isEmpty()) {
            return tag;
        }
        StringBuilder text = new StringBuilder();
        for (Piece piece : extract) {
            String part = piece.literal() != null ? piece.literal() : matcher.group(piece.group());
            text.append(part == null ? "" : part);
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}
