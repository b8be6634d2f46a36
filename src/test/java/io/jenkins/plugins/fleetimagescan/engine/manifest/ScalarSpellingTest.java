package io.jenkins.plugins.fleetimagescan.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.Test;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;

public class ScalarSpellingTest {
    private static String plain(String text) {
        return ScalarSpelling.of(text, ScalarStyle.PLAIN, false);
    }

    @Test
    public void quotesWhatSomeReaderTakesForAnotherType() {
        // Beside SnakeYAML and SnakeYAML Engine, PyYAML 6 and go-yaml v3 were asked about some 50,000 such texts.
        for (String text : List.of(
                "1",
                "1.10",
                "1.",
                ".5",
                "1e3",
                "1.e3",
                "12e03",
                "1E5",
                "0x1F",
                "0x_1",
                "0_x5",
                "0b1",
                "0o7",
                "017",
                "08",
                "1_000",
                "1__2",
                "1_0.5",
                "12:30",
                "190:20:30.15",
                "2024-01-01",
                "2024-1-2",
                "2024-01-01T00:00:00Z",
                "true",
                "True",
                "no",
                "NO",
                "off",
                "y",
                "null",
                "Null",
                "~",
                "",
                ".inf",
                ".NaN",
                "0x1p3",
                "<<",
                "=")) {
            assertThat(plain(text)).isEqualTo("\"" + text + "\"");
            assertThat(ScalarSpelling.of(text, ScalarStyle.SINGLE_QUOTED, false))
                    .isEqualTo("'" + text + "'");
        }
    }

    @Test
    public void leavesOrdinaryNamesAndTagsPlain() {
        for (String text : List.of(
                "v1",
                "1.2.3",
                "1.2.3-rc.1",
                "0.0.0",
                "latest",
                "nginx:1.25",
                "host:5000/a/b:1",
                "a@sha256:" + "0".repeat(64),
                "sha256:" + "0".repeat(64),
                "1a",
                "20240101-abc",
                "_1",
                "nope",
                "1.25-alpine",
                "2024.01.01",
                "nan",
                "inf",
                "e3")) {
            assertThat(plain(text)).isEqualTo(text);
        }
    }

    @Test
    public void needsNoQuotesBehindAStringTag() {
        assertThat(ScalarSpelling.of("1.10", ScalarStyle.PLAIN, true)).isEqualTo("1.10");
    }

    @Test
    public void escapesWhatAStyleCannotHold() {
        String odd = "it's \"a\" \\ \t \u0085 \uFEFF 😀: #x";
        for (ScalarStyle style : List.of(ScalarStyle.PLAIN, ScalarStyle.SINGLE_QUOTED, ScalarStyle.DOUBLE_QUOTED)) {
            String spelling = ScalarSpelling.of(odd, style, false);
            assertThat((Object) new Yaml().load(spelling)).as(spelling).isEqualTo(odd);
            assertThat(spelling).isPrintable();
        }
        assertThat(ScalarSpelling.of("it's", ScalarStyle.SINGLE_QUOTED, false)).isEqualTo("'it''s'");
        for (String text :
                List.of("- a", "a: b", "a #b", "[a]", "a,b", "&a", "*a", "!a", "a:", "...", "---", "%a", "@a")) {
            assertThat(plain(text)).isEqualTo("\"" + text + "\"");
        }
    }
}
