package io.jenkins.plugins.fleetimagescan.trigger;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What the last look of a job's trigger did: a file beside the job's config.xml, written anew each time. */
final class PollingLog {
    private static final String FILE = "fleet-image-scan-polling.log";

    /** A job may have thousands of scans; a page must stay a page. */
    private static final int MAX_SHOWN = 1 << 20;

    private PollingLog() {}

    private static Path file(File jobFolder) {
        return jobFolder.toPath().resolve(FILE);
    }

    static PrintStream open(File jobFolder) throws IOException {
        return new PrintStream(Files.newOutputStream(file(jobFolder)), true, StandardCharsets.UTF_8);
    }

    /** Empty if there was no look yet. */
    static String read(File jobFolder) throws IOException {
        try (InputStream in = Files.newInputStream(file(jobFolder))) {
            return new String(in.readNBytes(MAX_SHOWN), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
