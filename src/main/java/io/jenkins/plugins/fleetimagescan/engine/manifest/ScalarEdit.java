package io.jenkins.plugins.fleetimagescan.engine.manifest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A range of bytes that gets another spelling. All other bytes of the file stay as they are.
 *
 * @param start the offset of the first byte
 * @param end the offset behind the last byte
 */
record ScalarEdit(int start, int end, String spelling) {
    /** @param edits ascending, without overlap */
    static byte[] apply(byte[] before, List<ScalarEdit> edits) {
        ByteArrayOutputStream after = new ByteArrayOutputStream(before.length + 64);
        int done = 0;
        for (ScalarEdit edit : edits) {
            after.write(before, done, edit.start - done);
            after.writeBytes(edit.spelling.getBytes(StandardCharsets.UTF_8));
            done = edit.end;
        }
        after.write(before, done, before.length - done);
        return after.toByteArray();
    }
}
