package io.jenkins.plugins.fleetimagescan.engine.git;

import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.image.InvalidImageException;
import io.jenkins.plugins.fleetimagescan.engine.image.Selection;
import io.jenkins.plugins.fleetimagescan.engine.manifest.FileEdit;
import io.jenkins.plugins.fleetimagescan.engine.manifest.ManifestScan;
import io.jenkins.plugins.fleetimagescan.engine.tree.SourceTree;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The real rewriting, with one scan "app" of an image example/app. */
record TagRewriter(String tag, Map<ScanId, Selection> selections) implements Rewriter {
    static final ScanId SCAN = new ScanId("fleet.yaml", "app");

    static TagRewriter to(String tag) {
        try {
            return new TagRewriter(tag, Map.of(SCAN, new Selection(ImageReference.parse("example/app"), tag, null)));
        } catch (InvalidImageException e) {
            throw new AssertionError(e);
        }
    }

    /** A manifest whose image is marked. */
    static String manifest(String tag) {
        return "kind: Pod\nimage: example/app:" + tag + " # {\"$imagescan\": \"app\"}\nrest: 1\n";
    }

    @Override
    public List<FileEdit> rewrite(SourceTree tree) throws IOException, InterruptedException {
        return ManifestScan.find(tree, List.of(""), selections.keySet()).edits(tree, selections);
    }
}
