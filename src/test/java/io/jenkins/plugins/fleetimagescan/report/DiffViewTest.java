package io.jenkins.plugins.fleetimagescan.report;

import static io.jenkins.plugins.fleetimagescan.report.DiffView.Kind.ADDED;
import static io.jenkins.plugins.fleetimagescan.report.DiffView.Kind.CONTEXT;
import static io.jenkins.plugins.fleetimagescan.report.DiffView.Kind.HUNK;
import static io.jenkins.plugins.fleetimagescan.report.DiffView.Kind.REMOVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.engine.run.FileDiff;
import io.jenkins.plugins.fleetimagescan.report.DiffView.Block;
import org.junit.Test;

public class DiffViewTest {
    private static final String HEADER = "--- a/x.yaml\n+++ b/x.yaml\n";

    @Test
    public void neighbouringLinesOfAKindAreOneBlock() {
        assertThat(DiffView.blocksOf(HEADER + "@@ -1,4 +1,4 @@\n one\n two\n-3\n-4\n+3.1\n+4.1\n"))
                .containsExactly(
                        new Block(HUNK, "@@ -1,4 +1,4 @@"),
                        new Block(CONTEXT, " one\n two"),
                        new Block(REMOVED, "-3\n-4"),
                        new Block(ADDED, "+3.1\n+4.1"));
    }

    @Test
    public void documentMarkersAreNoHeaderLines() {
        assertThat(DiffView.blocksOf(HEADER + "@@ -1,2 +1,2 @@\n---- \n+--- #\n ---\n"))
                .containsExactly(
                        new Block(HUNK, "@@ -1,2 +1,2 @@"),
                        new Block(REMOVED, "---- "),
                        new Block(ADDED, "+--- #"),
                        new Block(CONTEXT, " ---"));
    }

    @Test
    public void aMissingLineEndBelongsToTheLineBeforeIt() {
        assertThat(DiffView.blocksOf(
                        HEADER + "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n"))
                .containsExactly(
                        new Block(HUNK, "@@ -1 +1 @@"),
                        new Block(REMOVED, "-a\n\\ No newline at end of file"),
                        new Block(ADDED, "+b\n\\ No newline at end of file"));
    }

    @Test
    public void carriageReturnsWithinLinesBreakNone() {
        assertThat(DiffView.blocksOf(HEADER + "@@ -1 +1 @@\n-a\rb\r\n+c\r\n"))
                .containsExactly(
                        new Block(HUNK, "@@ -1 +1 @@"), new Block(REMOVED, "-a\rb\r"), new Block(ADDED, "+c\r"));
    }

    @Test
    public void linesAreCountedByKind() {
        DiffView view = new DiffView(
                new FileDiff("x.yaml", HEADER + "@@ -1,3 +1,2 @@\n-1\n-2\n c\n+1\rx\n\\ No newline at end of file\n"),
                true);
        assertThat(view.getRemoved()).isEqualTo(2);
        assertThat(view.getAdded()).isEqualTo(1);
    }
}
