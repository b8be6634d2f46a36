package io.jenkins.plugins.fleetimagescan.engine.registry;

/** The written form of a mirror: {@code host[:port][/prefix]}. */
final class Mirror {
    private Mirror() {}

    static String hostOf(String mirror) {
        int slash = mirror.indexOf('/');
        return slash < 0 ? mirror : mirror.substring(0, slash);
    }

    /** Where the mirror keeps a repository of the registry that it mirrors. */
    static String repository(String mirror, String repository) {
        int slash = mirror.indexOf('/');
        String prefix = slash < 0 ? "" : mirror.substring(slash + 1).replaceAll("/+$", "");
        return prefix.isEmpty() ? repository : prefix + "/" + repository;
    }
}
