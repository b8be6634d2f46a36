package io.jenkins.plugins.fleetimagescan.engine.policy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;

/**
 * One operator with the version behind it, such as {@code >=1.2} or {@code ~1.x}.
 *
 * <p>{@code >}, {@code <=}, {@code !=}, {@code =}, {@code ~} and {@code ^} mean something else where parts of the
 * version are left out or are wildcards: {@code >1.2} begins at 1.3.0, but {@code >1.2.0} at 1.2.1. The table of
 * {@link #accepts} is that of Masterminds, its odd corners for {@code *} included.
 *
 * @param bound missing parts are 0
 * @param written operator and version as the range has them, without space between
 */
record RangeComparator(Operator operator, Version bound, Precision precision, String written) {
    enum Operator {
        /** Also where there is no operator. */
        EQUAL("="),
        NOT_EQUAL("!="),
        GREATER(">"),
        LESS("<"),
        GREATER_OR_EQUAL(">=", "=>"),
        LESS_OR_EQUAL("<=", "=<"),
        TILDE("~", "~>"),
        CARET("^");

        private final List<String> symbols;

        Operator(String... symbols) {
            this.symbols = List.of(symbols);
        }

        @CheckForNull
        static Operator of(String symbol) {
            for (Operator operator : values()) {
                if (operator.symbols.contains(symbol)) {
                    return operator;
                }
            }
            return null;
        }
    }

    /** The last part of the version that is written as a number. */
    enum Precision {
        NONE,
        MAJOR,
        MINOR,
        PATCH
    }

    /** Whether the version fits; that its being a pre-release does not rule it out is for the caller to see. */
    boolean accepts(Version version) {
        int order = version.comparePrecedence(bound);
        return switch (operator) {
            case EQUAL -> precision == Precision.PATCH ? order == 0 : order >= 0 && withinTilde(version);
            case NOT_EQUAL ->
                switch (precision) {
                    case MAJOR -> !sameMajor(version);
                    case MINOR -> !sameMinor(version) || !version.preRelease().equals(bound.preRelease());
                    case NONE, PATCH -> order != 0;
                };
            case GREATER ->
                switch (precision) {
                    case MAJOR -> Long.compareUnsigned(version.major(), bound.major()) > 0;
                    case MINOR -> compareMinor(version) > 0;
                    case NONE, PATCH -> order > 0;
                };
            case LESS -> order < 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case LESS_OR_EQUAL ->
                switch (precision) {
                    case MAJOR -> Long.compareUnsigned(version.major(), bound.major()) <= 0;
                    case NONE, MINOR -> compareMinor(version) <= 0;
                    case PATCH -> order <= 0;
                };
            case TILDE -> order >= 0 && withinTilde(version);
            case CARET -> order >= 0 && withinCaret(version);
        };
    }

    /** {@code ~1.2.3} and {@code ~1.2} stay within 1.2, {@code ~1} within 1; {@code ~0.0.0} and {@code ~*} have no end. */
    private boolean withinTilde(Version version) {
        boolean endless = (precision == Precision.NONE || precision == Precision.PATCH)
                && bound.major() == 0
                && bound.minor() == 0
                && bound.patch() == 0;
        return endless || (precision == Precision.MAJOR ? sameMajor(version) : sameMinor(version));
    }

    /** The first part that is not 0 stays; {@code ^0.0} stays within 0.0, and {@code ^*} is {@code ^0.0.0}. */
    private boolean withinCaret(Version version) {
        if (bound.major() != 0 || precision == Precision.MAJOR) {
            return sameMajor(version);
        }
        if (bound.minor() != 0 || precision == Precision.MINOR) {
            return sameMinor(version);
        }
        return sameMinor(version) && version.patch() == bound.patch();
    }

    private boolean sameMajor(Version version) {
        return version.major() == bound.major();
    }

    private boolean sameMinor(Version version) {
        return sameMajor(version) && version.minor() == bound.minor();
    }

    private int compareMinor(Version version) {
        int order = Long.compareUnsigned(version.major(), bound.major());
        return order != 0 ? order : Long.compareUnsigned(version.minor(), bound.minor());
    }

    @Override
    public String toString() {
        return written;
    }
}
