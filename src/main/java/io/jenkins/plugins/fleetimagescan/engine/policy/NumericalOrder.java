package io.jenkins.plugins.fleetimagescan.engine.policy;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/** {@code policy.numerical}: the smallest or the largest decimal number, of any size and exactly. */
record NumericalOrder(Direction direction) implements TagOrder<NumericalOrder.Decimal> {
    /**
     * A number by its digits, since a {@code BigDecimal} takes quadratic time to read a long one.
     *
     * @param whole without leading zeros, empty for 0
     * @param fraction without trailing zeros
     */
    record Decimal(String whole, String fraction) {}

    @Override
    @CheckForNull
    public Decimal read(String text) {
        int point = Version.digitsEnd(text, 0);
        if (point == 0) {
            return null;
        }
        int fractionEnd = text.length();
        if (point < text.length()) {
            boolean fraction = text.charAt(point) == '.'
                    && point + 1 < text.length()
                    && Version.digitsEnd(text, point + 1) == text.length();
            if (!fraction) {
                return null;
            }
            while (text.charAt(fractionEnd - 1) == '0') {
                fractionEnd--;
            }
        }
        int start = 0;
        while (start < point && text.charAt(start) == '0') {
            start++;
        }
        return new Decimal(text.substring(start, point), text.substring(Math.min(point + 1, fractionEnd), fractionEnd));
    }

    @Override
    public int compare(Decimal a, Decimal b) {
        int order = Integer.compare(a.whole().length(), b.whole().length());
        if (order == 0) {
            order = a.whole().compareTo(b.whole());
        }
        return direction.preference(order != 0 ? order : a.fraction().compareTo(b.fraction()));
    }

    @Override
    public String whyNotRead() {
        return Messages.NumericalOrder_notRead();
    }

    @Override
    public String whyNotPreferred(String chosen) {
        return direction == Direction.DESC
                ? Messages.NumericalOrder_smaller(chosen)
                : Messages.NumericalOrder_larger(chosen);
    }

    @Override
    public String describe() {
        return "numerical " + direction;
    }
}
