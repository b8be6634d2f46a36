package io.jenkins.plugins.fleetimagescan.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;

/**
 * Searches everything that the whole suite wrote (logs, exceptions, reports) for the passwords and tokens that it
 * used. Runs in a surefire execution of its own, after all other tests. Passwords and tokens of tests begin with
 * {@code s3cr3t}, so that they can be found.
 */
public class ReportsHoldNoSecretsIT {
    private static final List<String> MARKS = List.of("s3cr3t", "hunter2");
    private static final Path REPORTS = Path.of("target", "surefire-reports");

    /** The mark itself, and what is always the same of its Base64, wherever in a text it stands. */
    private static List<String> spellings(String mark) {
        List<String> all = new ArrayList<>(List.of(mark));
        for (int before = 0; before < 3; before++) {
            byte[] shifted = ("x".repeat(before) + mark).getBytes(StandardCharsets.US_ASCII);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            // The characters at the edges also hold bits of the neighbours.
            int first = (before * 8 + 5) / 6;
            int last = (before + mark.length()) * 8 / 6;
            all.add(base64.substring(first, last));
        }
        return all;
    }

    @Test
    public void noneOfTheSuitesPasswordsAndTokensIsInItsReports() throws IOException {
        List<String> spellings =
                MARKS.stream().flatMap(mark -> spellings(mark).stream()).toList();
        try (Stream<Path> files = Files.walk(REPORTS)) {
            List<Path> reports = files.filter(Files::isRegularFile).toList();
            assertThat(reports).isNotEmpty();
            assertThat(reports).noneMatch(report -> holds(report, spellings));
        }
    }

    private static boolean holds(Path report, List<String> spellings) {
        try {
            String text = Files.readString(report, StandardCharsets.ISO_8859_1);
            return spellings.stream().anyMatch(text::contains);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    public void aPasswordWouldBeFoundInEveryForm() {
        for (String user : List.of("a", "ab", "abc", "robot")) {
            String header = Base64.getEncoder()
                    .encodeToString((user + ":" + MARKS.get(0) + "-x").getBytes(StandardCharsets.US_ASCII));
            assertThat(spellings(MARKS.get(0))).anyMatch(header::contains);
        }
    }
}
