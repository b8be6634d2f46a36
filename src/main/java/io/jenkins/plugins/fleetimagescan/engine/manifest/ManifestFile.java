package io.jenkins.plugins.fleetimagescan.engine.manifest;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.image.Selection;
import io.jenkins.plugins.fleetimagescan.engine.manifest.YamlOutline.InvalidYamlException;
import io.jenkins.plugins.fleetimagescan.engine.manifest.YamlOutline.Scalar;
import io.jenkins.plugins.fleetimagescan.engine.problem.Place;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;

/** One file with its resolved markers: what stands in the marked scalars, and what the file becomes. */
final class ManifestFile {
    private static final String STRING = "tag:yaml.org,2002:str";

    /** A marker and the scan that it resolves to. */
    record Use(MarkedScalar marked, ScanId scan) {
        MarkerForm form() {
            return marked.marker().form();
        }
    }

    private final SourceText source;
    private final YamlOutline outline;
    private final List<Use> uses;

    private ManifestFile(SourceText source, YamlOutline outline, List<Use> uses) {
        this.source = source;
        this.outline = outline;
        this.uses = uses;
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
            source = new SourceText(path, content);
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
        List<Use> uses = new ArrayList<>();
        for (MarkedScalar marked : finder.found()) {
            ScanId scan = resolver.resolve(marked.marker(), marked.place(), problems);
            if (scan != null) {
                uses.add(new Use(marked, scan));
            }
        }
        return new ManifestFile(source, outline, uses);
    }

    /** In the order of the text. */
    List<Use> uses() {
        return uses;
    }

    /**
     * The file with the selections written into its marked scalars. Markers of other scans are left alone, and so are
     * those that need a digest where the selection has none.
     *
     * @return null if nothing changes
     */
    @CheckForNull
    FileEdit edit(Map<ScanId, Selection> selections) {
        List<ScalarEdit> edits = new ArrayList<>();
        List<Update> updates = new ArrayList<>();
        Map<Scalar, String> values = new IdentityHashMap<>();
        for (Use use : uses) {
            Selection selection = selections.get(use.scan);
            if (selection == null || use.form().needsDigest() && selection.digest() == null) {
                continue;
            }
            Scalar scalar = use.marked.scalar();
            String value = use.form().render(selection);
            boolean string = STRING.equals(scalar.tag());
            String spelling = ScalarSpelling.of(value, scalar.style(), string);
            if (source.substring(scalar.start(), scalar.end()).equals(spelling) || isSame(scalar, value, string)) {
                continue;
            }
            edits.add(new ScalarEdit(scalar.start(), scalar.end(), spelling));
            values.put(scalar, value);
            Place place = use.marked.place();
            updates.add(new Update(
                    place.file(), place.line(), place.column(), use.scan, use.form(), scalar.value(), value));
        }
        if (edits.isEmpty()) {
            return null;
        }
        byte[] after = ScalarEdit.apply(source, edits);
        verify(after, values);
        return new FileEdit(source.file(), source.bytes(), after, updates);
    }

    /** Whether the scalar reads as this string already, whatever its spelling. */
    private static boolean isSame(Scalar scalar, String value, boolean string) {
        boolean readAsString =
                string || scalar.style() != ScalarStyle.PLAIN || !AmbiguousPlainScalar.matches(scalar.value());
        return readAsString && scalar.value().equals(value);
    }

    /**
     * Reads the result again: a defect here must never reach a file.
     *
     * @throws IllegalStateException if anything but the values of the edited scalars differs
     */
    private void verify(byte[] after, Map<Scalar, String> values) {
        try {
            YamlOutline now = YamlOutline.of(new SourceText(source.file(), after).text());
            boolean same = now.structure().equals(outline.structure())
                    && now.scalars().size() == outline.scalars().size();
            for (int i = 0; same && i < outline.scalars().size(); i++) {
                Scalar old = outline.scalars().get(i);
                same = now.scalars().get(i).value().equals(values.getOrDefault(old, old.value()));
            }
            if (!same) {
                throw new IllegalStateException(
                        "rewriting " + source.file() + " would change more than its markers ask");
            }
        } catch (CharacterCodingException | InvalidYamlException e) {
            throw new IllegalStateException("rewriting " + source.file() + " would damage it: " + e.getMessage(), e);
        }
    }
}
