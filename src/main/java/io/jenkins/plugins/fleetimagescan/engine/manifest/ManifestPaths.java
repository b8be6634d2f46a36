package io.jenkins.plugins.fleetimagescan.engine.manifest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Which files of a tree may carry markers, and which lie within given folders. */
public final class ManifestPaths {
    private ManifestPaths() {}

    /** By its name: {@code *.yaml}, {@code *.yml}, or {@code Kustomization}, which kustomize knows as well. */
    static boolean isManifest(String path) {
        return path.endsWith(".yaml")
                || path.endsWith(".yml")
                || path.equals("Kustomization")
                || path.endsWith("/Kustomization");
    }

    /** @param folder normalised; empty for the root */
    static boolean isWithin(String path, String folder) {
        return folder.isEmpty()
                || path.length() > folder.length() && path.startsWith(folder) && path.charAt(folder.length()) == '/';
    }

    /**
     * The spelling of a folder that {@link #isWithin} expects: no {@code .}, no empty part, no slash at either end.
     *
     * @throws IllegalArgumentException if it leads out of the tree
     */
    public static String normalise(String folder) {
        List<String> parts = new ArrayList<>();
        for (String part : folder.split("[/\\\\]")) {
            if (part.equals("..")) {
                throw new IllegalArgumentException(Messages.ManifestPaths_outside(folder));
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    /** @param folders normalised; empty text for the root */
    public static boolean isWithinAny(String path, Collection<String> folders) {
        return folders.stream().anyMatch(folder -> isWithin(path, folder));
    }
}
