package io.jenkins.plugins.fleetimagescan.engine.git;

import io.jenkins.plugins.fleetimagescan.engine.manifest.FileEdit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.util.QuotedString;

/** Edits as a patch that {@code git apply} and {@code patch -p1} take, byte for byte (line ends, missing final newline). */
public final class UnifiedDiff {
    private static final DiffAlgorithm ALGORITHM =
            DiffAlgorithm.getAlgorithm(DiffAlgorithm.SupportedAlgorithm.HISTOGRAM);

    private UnifiedDiff() {}

    /** As text, for people; content that is not UTF-8 shows replacement characters. Empty without edits. */
    public static String of(Collection<FileEdit> edits) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(edits, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The exact bytes, files sorted by path. The stream is flushed, not closed. */
    public static void write(Collection<FileEdit> edits, OutputStream out) throws IOException {
        List<FileEdit> sorted =
                edits.stream().sorted(Comparator.comparing(FileEdit::path)).toList();
        try (DiffFormatter formatter = new DiffFormatter(out)) {
            for (FileEdit edit : sorted) {
                RawText before = new RawText(edit.before());
                RawText after = new RawText(edit.after());
                EditList lines = ALGORITHM.diff(RawTextComparator.DEFAULT, before, after);
                if (lines.isEmpty()) {
                    continue;
                }
                String a = QuotedString.GIT_PATH.quote("a/" + edit.path());
                String b = QuotedString.GIT_PATH.quote("b/" + edit.path());
                String header = "diff --git " + a + " " + b + "\n--- " + a + "\n+++ " + b + "\n";
                out.write(header.getBytes(StandardCharsets.UTF_8));
                formatter.format(lines, before, after);
                formatter.flush();
            }
        }
        out.flush();
    }
}
