package io.jenkins.plugins.fleetimagescan.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.image.InvalidImageException;
import io.jenkins.plugins.fleetimagescan.engine.image.Selection;
import io.jenkins.plugins.fleetimagescan.engine.manifest.ReadScalars.Read;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * Puts markers on scalars of a document, rewrites it and compares before and after without using anything of the
 * rewriting itself: scalars are found with the events of two independent readers, bytes are compared between them.
 */
final class RewriteCheck {
    private static final ScanId SCAN = new ScanId("fleet.yaml", "app");

    private final Selection selection;
    private final MarkerForm form;

    /** How many markers were set, and how many bytes of which files lie outside of the marked scalars. */
    record Result(int marked, int changed) {
        static final Result NONE = new Result(0, 0);
    }

    RewriteCheck(String tag, MarkerForm form) {
        try {
            this.selection = new Selection(ImageReference.parse("example/app"), tag, GoldenFoldersTest.DIGEST);
        } catch (InvalidImageException e) {
            throw new IllegalArgumentException(e);
        }
        this.form = form;
    }

    private String value() {
        return form.render(selection);
    }

    /** @param wanted by the number of the scalar in the document, whether to put a marker behind it if one can stand there */
    Result check(byte[] document, IntPredicate wanted) {
        Marked marked = mark(new String(document, StandardCharsets.UTF_8), wanted);
        if (marked == null) {
            return Result.NONE;
        }
        byte[] before = marked.text.getBytes(StandardCharsets.UTF_8);
        List<Problem> problems = new ArrayList<>();
        FileEdit edit = rewrite(before, problems);
        assertThat(problems).isEmpty();
        byte[] after = edit == null ? before : edit.after();
        String now = new String(after, StandardCharsets.UTF_8);

        assertThat(rewrite(after, problems)).as("a second run").isNull();
        compare(ReadScalars.yaml11(marked.text), ReadScalars.yaml11(now), marked);
        compareBytes(
                ReadScalars.yaml11(marked.text),
                ReadScalars.yaml11(now),
                marked.text.codePoints().toArray(),
                now.codePoints().toArray(),
                marked);
        List<Read> strict = ReadScalars.yaml12(marked.text);
        if (strict != null && strict.size() == marked.count) {
            compare(strict, ReadScalars.yaml12(now), marked);
        }
        return new Result(
                marked.numbers.size(), edit == null ? 0 : edit.updates().size());
    }

    @CheckForNull
    private FileEdit rewrite(byte[] content, List<Problem> problems) {
        ManifestFile file = ManifestFile.of("test.yaml", content, new MarkerResolver(List.of(SCAN)), problems);
        return file == null ? null : file.edit(content, Map.of(SCAN, selection));
    }

    private void compare(List<Read> before, List<Read> after, Marked marked) {
        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            if (marked.numbers.contains(i)) {
                assertThat(after.get(i).value()).isEqualTo(value());
                assertThat(after.get(i).string())
                        .as("%s reads as a string", after.get(i))
                        .isTrue();
                assertThat(after.get(i).node()).isEqualTo(before.get(i).node());
            } else {
                assertThat(after.get(i).sameAs(before.get(i)))
                        .as("%s stays", before.get(i))
                        .isTrue();
            }
        }
    }

    /** From the end of one marked scalar to the end of the next only the spelling of the latter may differ. */
    private void compareBytes(List<Read> before, List<Read> after, int[] old, int[] now, Marked marked) {
        int oldEnd = 0;
        int nowEnd = 0;
        for (int number : marked.numbers) {
            String oldPart = slice(old, oldEnd, before.get(number).end());
            String nowPart = slice(now, nowEnd, after.get(number).end());
            if (!oldPart.equals(nowPart)) {
                String prefix = withoutSpelling(nowPart);
                assertThat(oldPart).startsWith(prefix);
                String spelling = oldPart.substring(prefix.length());
                List<Read> replaced = ReadScalars.yaml11(spelling);
                assertThat(replaced).as("one scalar and the end: %s", spelling).hasSize(2);
                assertThat(replaced.get(0).value()).isEqualTo(before.get(number).value());
            }
            oldEnd = before.get(number).end();
            nowEnd = after.get(number).end();
        }
        assertThat(slice(now, nowEnd, now.length)).isEqualTo(slice(old, oldEnd, old.length));
    }

    private String withoutSpelling(String text) {
        for (String spelling : List.of("\"" + value() + "\"", "'" + value() + "'", value())) {
            if (text.endsWith(spelling)) {
                return text.substring(0, text.length() - spelling.length());
            }
        }
        throw new AssertionError("does not end with " + value() + ": " + text);
    }

    private static String slice(int[] codePoints, int start, int end) {
        return new String(codePoints, start, end - start);
    }

    private record Marked(String text, SortedSet<Integer> numbers, int count) {}

    /** Null if the document cannot be read or has no place for a marker. */
    @CheckForNull
    private Marked mark(String text, IntPredicate wanted) {
        List<Read> scalars = ReadScalars.yaml11(text);
        if (scalars == null || text.contains(Marker.KEY)) {
            return null;
        }
        StringBuilder result = new StringBuilder();
        SortedSet<Integer> numbers = new TreeSet<>();
        int done = 0;
        int end = 0;
        for (int i = 0; i < scalars.size(); i++) {
            int last = i == 0 ? 0 : scalars.get(i - 1).end();
            end = text.offsetByCodePoints(end, scalars.get(i).end() - last);
            int line = lineEnd(text, end);
            if (scalars.get(i).replaceable()
                    && wanted.test(i)
                    && end >= done
                    && text.substring(end, line).matches("[ \\t]*,?[ \\t]*")) {
                result.append(text, done, line).append(" # {\"$imagescan\": \"app" + form.suffix() + "\"}");
                done = line;
                numbers.add(i);
            }
        }
        result.append(text, done, text.length());
        List<Read> again = ReadScalars.yaml11(result.toString());
        // A comment ends a plain scalar of several lines, say: then the document is another one.
        boolean same = again != null && again.size() == scalars.size();
        for (int i = 0; same && i < again.size(); i++) {
            same = again.get(i).sameAs(scalars.get(i));
        }
        return same && !numbers.isEmpty() ? new Marked(result.toString(), numbers, scalars.size()) : null;
    }

    private static int lineEnd(String text, int from) {
        int end = from;
        while (end < text.length() && "\r\n\u0085\u2028\u2029".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }
}
