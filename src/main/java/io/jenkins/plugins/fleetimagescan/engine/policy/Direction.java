package io.jenkins.plugins.fleetimagescan.engine.policy;

import java.util.Locale;

/** {@code order} of the policies alphabetical and numerical. */
enum Direction {
    /** Takes the first in ascending order. */
    ASC,
    /** Takes the last in ascending order. */
    DESC;

    /** @param text in any case; empty means {@link #DESC}, as in Fleet */
    static Direction parse(String policy, String text) throws PolicyException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "asc" -> ASC;
            case "desc", "" -> DESC;
            default -> throw new PolicyException(Messages.Direction_unknown(policy, text));
        };
    }

    /** Turns ascending order into order of preference. */
    int preference(int ascending) {
        return this == DESC ? ascending : -Integer.signum(ascending);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
