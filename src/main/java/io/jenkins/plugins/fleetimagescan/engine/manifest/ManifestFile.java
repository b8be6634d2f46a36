package io.jenkins.plugins.fleetimagescan.engine.manifest;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.image.Selection;
import io.jenkins.plugins.fleetimagescan.engine.manifest.YamlOutline.InvalidYamlException;
import io.jenkins.plugins.fleetimagescan.engine.manifest.YamlOutline.Scalar;
import io.jenkins.plugins.fleetimagescan.engine.problem.Place;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;

/**
 * What is known of a file with markers: where its marked scalars lie and what they say. The content is not kept; it is
 * given again to be edited.
 */
final class ManifestFile {
    private static final String STRING = "tag:yaml.org,2002:str";

    /**
     * A marked scalar and the scan that its marker resolves to.
     *
     * @param number of the scalar in the file, from 0
     * @param start the offset of its first byte
     * @param end the offset behind its last byte
     * @param string whether its tag makes it a string however it is spelled
     */
    record Use(
            ScanId scan,
            MarkerForm form,
            Place place,
            int number,
            int start,
            int end,
            ScalarStyle style,
            boolean string,
            String value) {
        /** Whether a reader gets this string from the scalar as it is, whatever its spelling. */
        private boolean reads(String expected) {
            boolean readAsString = string || style != ScalarStyle.PLAIN || !AmbiguousPlainScalar.matches(value);
            return readAsString && value.equals(expected);
        }
    }

    private final String path;
    private final ContentHash hash;
    private final List<Use> uses;
    private final BitSet marked;
    private final long fingerprint;

    private ManifestFile(String path, byte[] content, List<Use> uses, YamlOutline outline) {
        this.path = path;
        this.uses = List.copyOf(uses);
        hash = ContentHash.of(content);
        marked = new BitSet();
        uses.forEach(use -> marked.set(use.number));
        fingerprint = outline.fingerprint(marked);
    }

    /**
     * @param problems what is wrong with the file or its markers is added here
     * @return null if the file as a whole cannot be read
     */
    @CheckForNull
    static ManifestFile of(String path, byte[] content, MarkerResolver resolver, List<Problem> problems) {
        SourceText source;
        YamlOutline outline;
        try {
            source = new SourceText(path, decode(content));
        } catch (CharacterCodingException e) {
            problems.add(Problem.warning(Place.of(path), Messages.ManifestFile_notUtf8()));
            return null;
        }
        try {
            outline = YamlOutline.of(source.text());
        } catch (InvalidYamlException e) {
            Place place = e.position() < 0 ? Place.of(path) : source.place(Math.min(e.position(), source.length()));
            problems.add(Problem.warning(place, Messages.ManifestFile_notYaml(e.getMessage())));
            return null;
        }
        MarkerFinder finder = new MarkerFinder(source, outline);
        problems.addAll(finder.problems());
        return new ManifestFile(path, content, resolve(finder.found(), source, resolver, problems), outline);
    }

    private static String decode(byte[] content) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(content))
                .toString();
    }

    private static List<Use> resolve(
            List<MarkedScalar> found, SourceText source, MarkerResolver resolver, List<Problem> problems) {
        int[] positions = new int[2 * found.size()];
        for (int i = 0; i < found.size(); i++) {
            positions[2 * i] = found.get(i).scalar().start();
            positions[2 * i + 1] = found.get(i).scalar().end();
        }
        int[] offsets = source.byteOffsets(positions);
        List<Use> uses = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Marker marker = found.get(i).marker();
            Scalar scalar = found.get(i).scalar();
            Place place = source.place(scalar.start());
            ScanId scan = resolver.resolve(marker, place, problems);
            if (scan != null) {
                uses.add(new Use(
                        scan,
                        marker.form(),
                        place,
                        scalar.number(),
                        offsets[2 * i],
                        offsets[2 * i + 1],
                        scalar.style(),
                        STRING.equals(scalar.tag()),
                        scalar.value()));
            }
        }
        return uses;
    }

    String path() {
        return path;
    }

    /** In the order of the text. */
    List<Use> uses() {
        return uses;
    }

    /** Whether this is the content that was looked at. */
    boolean isOf(byte[] content) {
        return hash.equals(ContentHash.of(content));
    }

    /**
     * The file with the selections written into its marked scalars. Markers of other scans are left alone, and so are
     * those that need a digest where the selection has none.
     *
     * @param content what was looked at, see {@link #isOf}
     * @return null if nothing changes
     */
    @CheckForNull
    FileEdit edit(byte[] content, Map<ScanId, Selection> selections) {
        List<ScalarEdit> edits = new ArrayList<>();
        List<Update> updates = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (Use use : uses) {
            Selection selection = selections.get(use.scan);
            boolean usable = selection != null && !(use.form.needsDigest() && selection.digest() == null);
            String value = usable ? use.form.render(selection) : use.value;
            values.add(value);
            if (usable && !use.reads(value)) {
                String spelling = ScalarSpelling.of(value, use.style, use.string);
                edits.add(new ScalarEdit(use.start, use.end, spelling));
                updates.add(
                        new Update(path, use.place.line(), use.place.column(), use.scan, use.form, use.value, value));
            }
        }
        if (edits.isEmpty()) {
            return null;
        }
        byte[] after = ScalarEdit.apply(content, edits);
        verify(after, values);
        return new FileEdit(path, content, after, updates);
    }

    /**
     * Reads the result again: a defect here must never reach a file.
     *
     * @param values of the marked scalars, in their order
     * @throws IllegalStateException if anything else differs
     */
    private void verify(byte[] after, List<String> values) {
        try {
            YamlOutline outline = YamlOutline.of(decode(after));
            boolean same = outline.fingerprint(marked) == fingerprint;
            Iterator<String> value = values.iterator();
            for (int i = marked.nextSetBit(0); same && i >= 0; i = marked.nextSetBit(i + 1)) {
                same = outline.scalars().get(i).value().equals(value.next());
            }
            if (!same) {
                throw new IllegalStateException("rewriting " + path + " would change more than its markers ask for");
            }
        } catch (CharacterCodingException | InvalidYamlException e) {
            throw new IllegalStateException("rewriting " + path + " would damage it: " + e.getMessage(), e);
        }
    }
}
