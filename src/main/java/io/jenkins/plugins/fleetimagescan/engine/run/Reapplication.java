package io.jenkins.plugins.fleetimagescan.engine.run;

import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.git.Rewriter;
import io.jenkins.plugins.fleetimagescan.engine.image.Selection;
import io.jenkins.plugins.fleetimagescan.engine.manifest.FileEdit;
import io.jenkins.plugins.fleetimagescan.engine.manifest.MarkedFiles;
import io.jenkins.plugins.fleetimagescan.engine.manifest.Update;
import io.jenkins.plugins.fleetimagescan.engine.tree.SourceTree;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The selections of a run, to be written into another state of the files. */
record Reapplication(MarkedFiles marked, Map<ScanId, Selection> selections) implements Rewriter {
    @Override
    public List<FileEdit> rewrite(SourceTree tree) throws IOException, InterruptedException {
        return marked.edits(tree, selections);
    }

    @Override
    public List<Update> unmarked(SourceTree tree, List<FileEdit> edits) throws IOException, InterruptedException {
        return marked.in(tree).unmarked(edits);
    }
}
