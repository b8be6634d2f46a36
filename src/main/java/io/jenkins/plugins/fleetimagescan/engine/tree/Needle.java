package io.jenkins.plugins.fleetimagescan.engine.tree;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A sequence of bytes that is looked for in files of any size, with a buffer of fixed size. */
final class Needle {
    static final int BUFFER = 1 << 16;
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final byte[] bytes;

    Needle(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > BUFFER / 2) {
            throw new IllegalArgumentException("a needle has 1 to " + BUFFER / 2 + " bytes: " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    /**
     * @param size of the file when it was listed, which spares asking for its end
     * @param buffer of {@link #BUFFER} bytes
     */
    boolean isIn(Path file, long size, byte[] buffer) throws IOException {
        if (size < bytes.length) {
            return false;
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file, READ)) {
            ByteBuffer target = ByteBuffer.wrap(buffer);
            long read = 0;
            for (int count = channel.read(target); count >= 0; count = channel.read(target)) {
                int length = target.position();
                if (isIn(buffer, length)) {
                    return true;
                }
                read += count;
                if (read == size) {
                    return false;
                }
                // A needle may lie across two reads.
                int keep = Math.min(length, bytes.length - 1);
                System.arraycopy(buffer, length - keep, buffer, 0, keep);
                target.position(keep);
            }
            return false;
        }
    }

    private boolean isIn(byte[] buffer, int length) {
        byte first = bytes[0];
        for (int i = 0, last = length - bytes.length; i <= last; i++) {
            if (buffer[i] == first && matches(buffer, i)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(byte[] buffer, int at) {
        for (int i = 1; i < bytes.length; i++) {
            if (buffer[at + i] != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
