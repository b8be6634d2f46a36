package io.jenkins.plugins.fleetimagescan.engine.policy;

/** {@code policy.alphabetical}: the first or the last by byte order, which for tags (ASCII) is that of strings. */
record AlphabeticalOrder(Direction direction) implements TagOrder<String> {
    @Override
    public String read(String text) {
        return text;
    }

    @Override
    public int compare(String a, String b) {
        return direction.preference(a.compareTo(b));
    }

    @Override
    public String whyNotRead() {
        throw new IllegalStateException("every text is read");
    }

    @Override
    public String whyNotPreferred(String chosen) {
        return direction == Direction.DESC
                ? Messages.AlphabeticalOrder_before(chosen)
                : Messages.AlphabeticalOrder_after(chosen);
    }

    @Override
    public String describe() {
        return "alphabetical " + direction;
    }
}
