package io.jenkins.plugins.fleetimagescan.engine.manifest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A range of a text that gets another spelling. All other bytes of the file stay as they are.
 *
 * @param start in code points
 * @param end in code points, behind the last one
 */
record ScalarEdit(int start, int end, String spelling) {
    /** @param edits ascending, without overlap */
    static byte[] apply(SourceText source, List<ScalarEdit> edits) {
        int[] positions = edits.stream()
                .flatMapToInt(e -> java.util.stream.IntStream.of(e.start, e.end))
                .toArray();
        int[] offsets = source.byteOffsets(positions);
        byte[] before = source.bytes();
        ByteArrayOutputStream after = new ByteArrayOutputStream(before.length + 64);
        int done = 0;
        for (int i = 0; i < edits.size(); i++) {
            after.write(before, done, offsets[2 * i] - done);
            after.writeBytes(edits.get(i).spelling.getBytes(StandardCharsets.UTF_8));
            done = offsets[2 * i + 1];
        }
        after.write(before, done, before.length - done);
        return after.toByteArray();
    }
}
