package io.jenkins.plugins.fleetimagescan.engine.policy;

import io.jenkins.plugins.fleetimagescan.engine.policy.RangeComparator.Operator;
import io.jenkins.plugins.fleetimagescan.engine.policy.RangeComparator.Precision;
import io.jenkins.plugins.fleetimagescan.engine.policy.VersionConstraint.Alternative;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the text of a {@link VersionConstraint}.
 *
 * <pre>
 * range       = alternative *( "||" alternative )
 * alternative = *SP comparator *( ( 1*SP / *SP "," *SP ) comparator ) *SP
 * comparator  = [ operator *SP ] version
 * version     = [ "v" ] part [ "." part [ "." part ] ] [ "-" identifiers ] [ "+" identifiers ]
 * part        = 1*DIGIT / "x" / "X" / "*"      ; behind a wildcard: any mixture of these
 * </pre>
 *
 * Hyphen ranges are replaced by comparators first, in the text, as Masterminds does: what a range means where they
 * meet {@code ||} without space depends on it.
 */
final class ConstraintParser {
    /** Since Masterminds/semver 3.5. */
    private static final int MAX_LENGTH = 512;

    /** Since Masterminds/semver 3.5. */
    private static final int MAX_ALTERNATIVES = 32;

    private final String written;
    private final HyphenRanges ranges;
    private final String text;

    /** Where the next character is read in {@link #text}, and where the alternative that is being read ends. */
    private int at;

    private int end;

    ConstraintParser(String written) throws PolicyException {
        if (written.length() > MAX_LENGTH) {
            throw new PolicyException(
                    Messages.ConstraintParser_tooLong(String.valueOf(written.length()), String.valueOf(MAX_LENGTH)));
        }
        this.written = written;
        this.ranges = HyphenRanges.replace(written);
        this.text = ranges.text();
    }

    VersionConstraint parse() throws PolicyException {
        List<Alternative> alternatives = new ArrayList<>();
        int next = 0;
        do {
            int bars = text.indexOf("||", next);
            at = next;
            end = bars < 0 ? text.length() : bars;
            alternatives.add(alternative());
            next = bars < 0 ? -1 : bars + 2;
        } while (next >= 0);
        if (alternatives.size() > MAX_ALTERNATIVES) {
            throw new PolicyException(Messages.ConstraintParser_tooMany(
                    written, String.valueOf(alternatives.size()), String.valueOf(MAX_ALTERNATIVES)));
        }
        return new VersionConstraint(written, alternatives);
    }

    private Alternative alternative() throws PolicyException {
        List<RangeComparator> comparators = new ArrayList<>();
        skipSpace();
        comparators.add(comparator());
        while (true) {
            int separator = at;
            skipSpace();
            if (at == end) {
                return new Alternative(List.copyOf(comparators));
            }
            if (text.charAt(at) == ',') {
                at++;
                skipSpace();
            } else if (at == separator) {
                throw unexpected(Messages.ConstraintParser_separator());
            }
            comparators.add(comparator());
        }
    }

    private RangeComparator comparator() throws PolicyException {
        int start = at;
        Operator operator = operator();
        String symbol = text.substring(start, at);
        skipSpace();
        start = at;
        if (at < end && text.charAt(at) == 'v') {
            at++;
        }
        List<String> numbers = numbers();
        Precision precision = Precision.values()[numbers.size()];
        int suffix = at;
        if (at < end && text.charAt(at) == '-') {
            identifiers(true);
        }
        String preRelease = text.substring(suffix, at);
        if (at < end && text.charAt(at) == '+') {
            identifiers(false);
        }
        String version = text.substring(start, at);
        Version bound = Version.parse(precision == Precision.PATCH ? version : padded(numbers) + preRelease);
        if (bound == null) {
            at = start;
            throw unexpected(Messages.ConstraintParser_versionLength(String.valueOf(Version.MAX_LENGTH)));
        }
        return new RangeComparator(operator, bound, precision, symbol + version);
    }

    private Operator operator() {
        for (int length = Math.min(2, end - at); length > 0; length--) {
            Operator operator = Operator.of(text.substring(at, at + length));
            if (operator != null) {
                at += length;
                return operator;
            }
        }
        return Operator.EQUAL;
    }

    /** The parts before the first wildcard or the end of the version. */
    private List<String> numbers() throws PolicyException {
        List<String> numbers = new ArrayList<>();
        boolean wildcard = false;
        for (int i = 0; i < 3 && (i == 0 || (at < end && text.charAt(at) == '.')); i++) {
            int from = i == 0 ? at : at + 1;
            int to = from;
            while (to < end && HyphenRanges.isPartCharacter(text.charAt(to))) {
                to++;
            }
            if (from == to) {
                at = from;
                throw unexpected(i == 0 ? Messages.ConstraintParser_version() : Messages.ConstraintParser_part());
            }
            wildcard |= to == from + 1 && "xX*".indexOf(text.charAt(from)) >= 0;
            if (!wildcard) {
                checkNumber(from, to);
                numbers.add(text.substring(from, to));
            }
            at = to;
        }
        return numbers;
    }

    private static String padded(List<String> numbers) {
        List<String> parts = new ArrayList<>(numbers);
        while (parts.size() < 3) {
            parts.add("0");
        }
        return String.join(".", parts);
    }

    private void checkNumber(int from, int to) throws PolicyException {
        at = Version.digitsEnd(text, from);
        if (at < to) {
            throw unexpected(Messages.ConstraintParser_number());
        }
        if (!Version.isNumber(text, from, to)) {
            at = from;
            throw unexpected(Messages.ConstraintParser_smallNumber());
        }
    }

    private void identifiers(boolean inPreRelease) throws PolicyException {
        do {
            int from = ++at;
            while (at < end && Version.isIdentifierCharacter(text.charAt(at))) {
                at++;
            }
            if (at == from) {
                throw unexpected(Messages.ConstraintParser_identifier());
            }
            if (inPreRelease && at - from > 1 && text.charAt(from) == '0' && Version.digitsEnd(text, from) >= at) {
                at = from;
                throw unexpected(Messages.ConstraintParser_leadingZero());
            }
        } while (at < end && text.charAt(at) == '.');
    }

    private void skipSpace() {
        while (at < end && HyphenRanges.isSpace(text.charAt(at))) {
            at++;
        }
    }

    private PolicyException unexpected(String expected) {
        int position = ranges.origin(at);
        String character = String.valueOf(position + 1);
        if (ranges.isInserted(at)) {
            return new PolicyException(Messages.ConstraintParser_misplacedHyphenRange(written, character));
        }
        String found = position == written.length()
                ? Messages.ConstraintParser_end()
                : '"' + written.substring(position, Math.min(written.length(), position + 20)) + '"';
        return new PolicyException(Messages.ConstraintParser_unexpected(written, character, expected, found));
    }
}
