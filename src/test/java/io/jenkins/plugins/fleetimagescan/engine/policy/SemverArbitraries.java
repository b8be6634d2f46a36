package io.jenkins.plugins.fleetimagescan.engine.policy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Versions and ranges of few different numbers, so that they meet. */
final class SemverArbitraries {
    private SemverArbitraries() {}

    static Arbitrary<String> versions() {
        return Combinators.combine(
                        Arbitraries.of("", "", "", "v"), cores(), preReleases(), Arbitraries.of("", "", "", "+b"))
                .as((v, core, preRelease, build) -> v + core + preRelease + build);
    }

    private static Arbitrary<String> cores() {
        Arbitrary<String> numbers =
                Arbitraries.of("0", "1", "2", "3", "0", "1", "2", "3", "10", "01", "18446744073709551615");
        return Combinators.combine(numbers, numbers, numbers, Arbitraries.of(3, 3, 3, 2, 1))
                .as((major, minor, patch, parts) -> switch (parts) {
                    case 1 -> major;
                    case 2 -> major + "." + minor;
                    default -> major + "." + minor + "." + patch;
                });
    }

    static Arbitrary<String> preReleases() {
        return Arbitraries.of("", "", "-0", "-1", "-10", "-a", "-a.1", "-a.b", "-rc.1", "-99999999999999999999");
    }

    static Arbitrary<String> ranges() {
        Arbitrary<String> operators =
                Arbitraries.of("", "=", "!=", ">", "<", ">=", "<=", "~", "^", ">= ", "~> ", "=<", "=>");
        Arbitrary<String> bounds = Arbitraries.oneOf(
                versions(), Arbitraries.of("*", "x", "1.x", "1.2.x", "0.x", "0.0.*", "*-0", "1.x-a", "v2"));
        Arbitrary<String> comparators = Combinators.combine(operators, bounds).as(String::concat);
        Arbitrary<String> hyphens = Combinators.combine(bounds, bounds).as((from, to) -> from + " - " + to);
        return Arbitraries.oneOf(
                        comparators.list().ofMinSize(1).ofMaxSize(3).map(all -> String.join(" ", all)),
                        comparators.list().ofMinSize(1).ofMaxSize(3).map(all -> String.join(", ", all)),
                        hyphens)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(all -> String.join(" || ", all));
    }
}
