package io.jenkins.plugins.fleetimagescan.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.image.Selection;
import io.jenkins.plugins.fleetimagescan.engine.manifest.FileEdit;
import io.jenkins.plugins.fleetimagescan.engine.manifest.Update;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a message template can name:
 *
 * <pre>
 * images       for each image: name, tagName, oldTag, newTag, digest, files
 * updates      for each place: file, line, tagName, oldValue, newValue
 * files        the paths
 * imageCount, updateCount, fileCount
 * single       whether there is one image only
 * </pre>
 *
 * Everything is sorted, so that the same changes make the same message. What is not known is the empty string.
 */
final class MessageValues {
    private MessageValues() {}

    static String names() {
        return "images (name, tagName, oldTag, newTag, digest, files), updates (file, line, tagName, oldValue, newValue), "
                + "files, imageCount, updateCount, fileCount, single";
    }

    /** One image under one name of the policy; bundles that share both are shown as one. */
    private record Key(String name, String tagName, String newTag, String digest) {
        static final Comparator<Key> ORDER = Comparator.comparing(Key::name)
                .thenComparing(Key::tagName)
                .thenComparing(Key::newTag)
                .thenComparing(Key::digest);
    }

    private static final class Image {
        final SortedSet<String> oldTags = new TreeSet<>();
        final SortedSet<String> files = new TreeSet<>();
    }

    static Map<String, Object> of(List<FileEdit> edits, Map<ScanId, Selection> selections) {
        SortedMap<Key, Image> images = new TreeMap<>(Key.ORDER);
        List<Map<String, Object>> updates = new ArrayList<>();
        SortedSet<String> files = new TreeSet<>();
        edits.stream()
                .flatMap(edit -> edit.updates().stream())
                .sorted(Comparator.comparing(Update::file)
                        .thenComparingInt(Update::line)
                        .thenComparingInt(Update::column))
                .forEach(update -> {
                    Image image = images.computeIfAbsent(key(update, selections.get(update.scan())), k -> new Image());
                    String oldTag = update.form().tagIn(update.oldValue());
                    if (oldTag != null) {
                        image.oldTags.add(oldTag);
                    }
                    image.files.add(update.file());
                    files.add(update.file());
                    updates.add(Map.of(
                            "file", update.file(),
                            "line", update.line(),
                            "tagName", update.scan().tagName(),
                            "oldValue", update.oldValue(),
                            "newValue", update.newValue()));
                });
        List<Map<String, Object>> list = new ArrayList<>();
        images.forEach((key, image) -> list.add(Map.of(
                "name", key.name(),
                "tagName", key.tagName(),
                "oldTag", String.join(", ", image.oldTags),
                "newTag", key.newTag(),
                "digest", key.digest(),
                "files", List.copyOf(image.files))));
        return values(list, updates, List.copyOf(files));
    }

    /** Shows a template that it names nothing unknown; every list has an element and every value is filled. */
    static Map<String, Object> sample() {
        Map<String, Object> image = Map.of(
                "name", "nginx",
                "tagName", "web",
                "oldTag", "1.0",
                "newTag", "1.1",
                "digest", "sha256:0",
                "files", List.of("a.yaml"));
        Map<String, Object> update =
                Map.of("file", "a.yaml", "line", 1, "tagName", "web", "oldValue", "1.0", "newValue", "1.1");
        return values(List.of(image), List.of(update), List.of("a.yaml"));
    }

    private static Map<String, Object> values(
            List<Map<String, Object>> images, List<Map<String, Object>> updates, List<String> files) {
        return Map.of(
                "images",
                images,
                "updates",
                updates,
                "files",
                files,
                "imageCount",
                images.size(),
                "updateCount",
                updates.size(),
                "fileCount",
                files.size(),
                "single",
                images.size() == 1);
    }

    private static Key key(Update update, @CheckForNull Selection selection) {
        String tagName = update.scan().tagName();
        if (selection == null) {
            return new Key(tagName, tagName, update.newValue(), "");
        }
        // Whichever form a field has: an image is shown once, with its digest where any field needs it.
        String digest = selection.digest() == null ? "" : selection.digest().text();
        return new Key(selection.image().name(), tagName, selection.tag(), digest);
    }
}
