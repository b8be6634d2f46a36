package io.jenkins.plugins.fleetimagescan.engine.run;

import io.jenkins.plugins.fleetimagescan.engine.fleet.FleetYaml;
import io.jenkins.plugins.fleetimagescan.engine.fleet.ImageScan;
import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.git.Rewriter;
import io.jenkins.plugins.fleetimagescan.engine.image.Selection;
import io.jenkins.plugins.fleetimagescan.engine.manifest.FileEdit;
import io.jenkins.plugins.fleetimagescan.engine.manifest.MarkedFiles;
import io.jenkins.plugins.fleetimagescan.engine.manifest.Update;
import io.jenkins.plugins.fleetimagescan.engine.tree.SourceTree;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The selections of a run, to be written into another state of the files. */
record Reapplication(List<ImageScan> scans, MarkedFiles marked, Map<ScanId, Selection> selections) implements Rewriter {
    /** A selection was made for the definition that was read; another image or policy asks for another one. */
    @Override
    public Rewriter at(SourceTree tree, List<String> notes) throws IOException {
        Map<ScanId, Selection> current = new TreeMap<>(selections);
        for (ImageScan scan : scans) {
            if (current.containsKey(scan.id()) && isOutdated(scan, tree)) {
                current.remove(scan.id());
                notes.add(Messages.Reapplication_outdated(
                        scan.id().tagName(), scan.id().fleetYaml()));
            }
        }
        return new Reapplication(scans, marked, current);
    }

    /** Where the file is not to be seen, perhaps left out by a sparse checkout, nothing says so. */
    private static boolean isOutdated(ImageScan read, SourceTree tree) throws IOException {
        String path = read.id().fleetYaml();
        try {
            if (tree.size(path) > FleetYaml.MAX_BYTES) {
                return true;
            }
        } catch (NoSuchFileException e) {
            return false;
        }
        return FleetYaml.parse(path, tree.read(path)).scans().stream()
                .filter(now -> now.id().equals(read.id()))
                .noneMatch(now -> now.image().equals(read.image()) && now.spec().equals(read.spec()) && !now.suspend());
    }

    @Override
    public List<FileEdit> rewrite(SourceTree tree) throws IOException, InterruptedException {
        return marked.edits(tree, selections);
    }

    @Override
    public List<Update> unmarked(SourceTree tree, List<FileEdit> edits) throws IOException, InterruptedException {
        return marked.in(tree).unmarked(edits);
    }
}
