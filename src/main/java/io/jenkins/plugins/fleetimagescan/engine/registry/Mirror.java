package io.jenkins.plugins.fleetimagescan.engine.registry;

import java.util.Arrays;
import java.util.regex.Pattern;

/** The written form of a mirror: {@code host[:port][/prefix]}. */
final class Mirror {
    /** A folder of repositories; some products have more freedom here than the names of images. */
    private static final Pattern COMPONENT = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._~-]+");

    private Mirror() {}

    static boolean isMirror(String text) {
        String prefix = repository(text, "");
        return RegistryHost.isHostAndPort(hostOf(text))
                && (prefix.isEmpty()
                        || Arrays.stream(prefix.split("/"))
                                .allMatch(component ->
                                        COMPONENT.matcher(component).matches()));
    }

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
