package io.jenkins.plugins.fleetimagescan.engine.manifest;

import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.image.Selection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What Jazzer calls: any bytes are a file; a second run must change nothing, other files must not change at all. */
public final class ManifestFuzzTarget {
    private static final Map<ScanId, Selection> SELECTIONS = selections();

    private ManifestFuzzTarget() {}

    private static Map<ScanId, Selection> selections() {
        try {
            return GoldenFoldersTest.selections();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] content) {
        byte[] before = content.clone();
        FileEdit edit = rewrite(before);
        if (!Arrays.equals(content, before)) {
            throw new AssertionError("the input itself was changed");
        }
        if (edit != null) {
            check(edit);
        }
        // Most inputs have no marker: one more try with a marker behind everything.
        FileEdit marked = rewrite(append(content));
        if (marked != null) {
            check(marked);
        }
    }

    private static void check(FileEdit edit) {
        if (Arrays.equals(edit.before(), edit.after()) || edit.updates().isEmpty()) {
            throw new AssertionError("an edit without a change");
        }
        if (rewrite(edit.after()) != null) {
            throw new AssertionError("a second run changes the file again");
        }
    }

    private static byte[] append(byte[] content) {
        byte[] marker = " # {\"$imagescan\": \"app:tag\"}\n".getBytes(StandardCharsets.UTF_8);
        byte[] marked = Arrays.copyOf(content, content.length + marker.length);
        System.arraycopy(marker, 0, marked, content.length, marker.length);
        return marked;
    }

    private static FileEdit rewrite(byte[] content) {
        ManifestFile file = ManifestFile.of(
                "fuzz.yaml", content, new MarkerResolver(List.copyOf(SELECTIONS.keySet())), new ArrayList<>());
        return file == null ? null : file.edit(content, SELECTIONS);
    }
}
