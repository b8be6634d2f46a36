package io.jenkins.plugins.fleetimagescan.engine.policy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A range of versions in the language of Masterminds/semver 3.5, the one that Fleet reads: alternatives separated by
 * {@code ||}, each a list of comparators that must all hold.
 *
 * <p>A pre-release can only be within an alternative of which some comparator names a pre-release; it is then
 * compared by precedence like any other version.
 *
 * @see <a href="https://github.com/Masterminds/semver/tree/v3.5.0#checking-version-constraints">the language</a>
 */
final class VersionConstraint {
    /** Comparators that must all hold. */
    record Alternative(List<RangeComparator> comparators) {
        boolean namesPreRelease() {
            for (RangeComparator comparator : comparators) {
                if (comparator.bound().isPreRelease()) {
                    return true;
                }
            }
            return false;
        }

        @CheckForNull
        RangeComparator firstBroken(Version version) {
            for (RangeComparator comparator : comparators) {
                if (!comparator.accepts(version)) {
                    return comparator;
                }
            }
            return null;
        }

        boolean accepts(Version version) {
            return firstBroken(version) == null && (!version.isPreRelease() || namesPreRelease());
        }

        @Override
        public String toString() {
            return comparators.stream().map(RangeComparator::toString).collect(Collectors.joining(" "));
        }
    }

    private final String text;
    private final List<Alternative> alternatives;

    VersionConstraint(String text, List<Alternative> alternatives) {
        this.text = text;
        this.alternatives = List.copyOf(alternatives);
    }

    /** @throws PolicyException pointing at the character that breaks the grammar */
    static VersionConstraint parse(String text) throws PolicyException {
        return new ConstraintParser(text).parse();
    }

    boolean accepts(Version version) {
        for (Alternative alternative : alternatives) {
            if (alternative.accepts(version)) {
                return true;
            }
        }
        return false;
    }

    /** Why a version that is not {@linkplain #accepts accepted} is not, as a clause for people. */
    String whyNot(Version version) {
        if (version.isPreRelease() && alternatives.stream().noneMatch(Alternative::namesPreRelease)) {
            return Messages.VersionConstraint_preRelease();
        }
        return alternatives.stream()
                .map(alternative -> whyNot(alternative, version))
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static String whyNot(Alternative alternative, Version version) {
        if (version.isPreRelease() && !alternative.namesPreRelease()) {
            return Messages.VersionConstraint_preReleaseOfAlternative(alternative);
        }
        return Messages.VersionConstraint_broken(alternative.firstBroken(version));
    }

    /** The range as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
