package io.jenkins.plugins.fleetimagescan.engine.manifest;

import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.manifest.MarkedFiles.Found;
import io.jenkins.plugins.fleetimagescan.engine.problem.Place;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import io.jenkins.plugins.fleetimagescan.engine.tree.SourceTree;
import io.jenkins.plugins.fleetimagescan.engine.tree.WorkspaceTree;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the markers in the manifests of a tree. A file is opened as YAML only if its bytes contain the key of a marker.
 */
public final class ManifestScan {
    /** A marked file of more bytes is reported and left alone. */
    public static final int MAX_BYTES = 3 << 20;

    private ManifestScan() {}

    /**
     * @param folders where to look, relative to the root of the tree; empty for the bundles of the scans
     * @param scans everything that the fleet.yaml files of the run define
     * @throws IllegalArgumentException if a folder leads out of the tree
     */
    public static MarkedFiles find(SourceTree tree, List<String> folders, Collection<ScanId> scans)
            throws IOException, InterruptedException {
        Set<String> within = new TreeSet<>();
        if (folders.isEmpty()) {
            scans.forEach(scan -> within.add(scan.bundle()));
        } else {
            folders.forEach(folder -> within.add(ManifestPaths.normalise(folder)));
        }
        List<String> paths = tree.findContaining(
                Marker.needle(), path -> ManifestPaths.isManifest(path) && ManifestPaths.isWithinAny(path, within));
        MarkerResolver resolver = new MarkerResolver(scans);
        try (Workers<Found> workers = Workers.forComputing()) {
            for (String path : paths) {
                add(tree, path, resolver, workers);
            }
            return new MarkedFiles(tree, List.copyOf(folders), List.copyOf(scans), workers.results());
        }
    }

    /** Reads here, as a tree need not stand several threads, and parses on the workers. */
    private static void add(SourceTree tree, String path, MarkerResolver resolver, Workers<Found> workers)
            throws IOException, InterruptedException {
        List<Problem> problems = new ArrayList<>();
        byte[] content = null;
        try {
            long size = tree.size(path);
            if (size > MAX_BYTES) {
                String limit = String.valueOf(MAX_BYTES);
                problems.add(
                        Problem.warning(Place.of(path), Messages.ManifestScan_tooLarge(String.valueOf(size), limit)));
            } else {
                content = tree.read(path);
            }
        } catch (NoSuchFileException e) {
            String name = WorkspaceTree.unreadableName(path);
            problems.add(Problem.warning(Place.of(path), name == null ? Messages.ManifestScan_vanished() : name));
        }
        byte[] bytes = content;
        workers.add(() -> {
            ManifestFile file = bytes == null ? null : ManifestFile.of(path, bytes, resolver, problems);
            return new Found(file, problems);
        });
    }
}
