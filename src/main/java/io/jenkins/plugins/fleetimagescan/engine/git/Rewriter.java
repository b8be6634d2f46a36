package io.jenkins.plugins.fleetimagescan.engine.git;

import io.jenkins.plugins.fleetimagescan.engine.manifest.FileEdit;
import io.jenkins.plugins.fleetimagescan.engine.manifest.Update;
import io.jenkins.plugins.fleetimagescan.engine.tree.SourceTree;
import java.io.IOException;
import java.util.List;

/**
 * Applies the selections of a run once more, to another state of the files. Publishing asks for it when the branch has
 * moved, and for files whose content in the workspace is not the committed one. Paths mean the same in both directions:
 * relative to the folder that the {@link WorkingCopy} was opened with.
 */
@FunctionalInterface
public interface Rewriter {
    /** The files that differ from the wanted values; empty if all values are there already. */
    List<FileEdit> rewrite(SourceTree tree) throws IOException, InterruptedException;

    /**
     * The same for another commit: without what the definitions in it no longer ask for.
     *
     * @param notes gets a sentence for everything that is left out
     */
    default Rewriter at(SourceTree tree, List<String> notes) throws IOException {
        return this;
    }

    /** Which of these updates have no marker in the tree that could ask for them. */
    default List<Update> unmarked(SourceTree tree, List<FileEdit> edits) throws IOException, InterruptedException {
        return List.of();
    }
}
