package io.jenkins.plugins.fleetimagescan.engine.manifest;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.problem.Place;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import io.jenkins.plugins.fleetimagescan.engine.tree.SourceTree;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.List;
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
        Collection<String> within = new TreeSet<>();
        if (folders.isEmpty()) {
            scans.forEach(scan -> within.add(scan.bundle()));
        } else {
            folders.forEach(folder -> within.add(ManifestPaths.normalise(folder)));
        }
        List<String> paths = tree.findContaining(
                Marker.needle(), path -> ManifestPaths.isManifest(path) && ManifestPaths.isWithinAny(path, within));
        MarkedFiles.Builder marked = new MarkedFiles.Builder(tree, folders, scans);
        for (String path : paths) {
            marked.add(path);
        }
        return marked.build();
    }

    /**
     * @param problems gets what is wrong with the file or its markers
     * @return null if the file as a whole cannot be used
     */
    @CheckForNull
    static ManifestFile read(SourceTree tree, String path, MarkerResolver resolver, List<Problem> problems)
            throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        try {
            long size = tree.size(path);
            if (size > MAX_BYTES) {
                problems.add(Problem.warning(
                        Place.of(path),
                        Messages.ManifestScan_tooLarge(String.valueOf(size), String.valueOf(MAX_BYTES))));
                return null;
            }
            return ManifestFile.of(path, tree.read(path), resolver, problems);
        } catch (NoSuchFileException e) {
            problems.add(Problem.warning(Place.of(path), Messages.ManifestScan_vanished()));
            return null;
        }
    }
}
