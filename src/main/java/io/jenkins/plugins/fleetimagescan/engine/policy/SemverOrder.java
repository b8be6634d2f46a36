package io.jenkins.plugins.fleetimagescan.engine.policy;

/** {@code policy.semver}: the newest version within a range. */
record SemverOrder(VersionConstraint range) implements TagOrder<Version> {
    @Override
    public Version read(String text) {
        return Version.parse(text);
    }

    @Override
    public int compare(Version a, Version b) {
        return a.comparePrecedence(b);
    }

    @Override
    public boolean accepts(Version version) {
        return range.accepts(version);
    }

    @Override
    public String whyNotAccepted(Version version) {
        return range.whyNot(version);
    }

    @Override
    public String whyNotRead() {
        return Messages.SemverOrder_notRead();
    }

    @Override
    public String whyNotPreferred(String chosen) {
        return Messages.SemverOrder_older(chosen);
    }

    @Override
    public String describe() {
        return "semver " + range;
    }
}
