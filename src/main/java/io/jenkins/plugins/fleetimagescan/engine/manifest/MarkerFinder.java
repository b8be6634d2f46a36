package io.jenkins.plugins.fleetimagescan.engine.manifest;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.manifest.Marker.InvalidMarkerException;
import io.jenkins.plugins.fleetimagescan.engine.manifest.YamlOutline.Role;
import io.jenkins.plugins.fleetimagescan.engine.manifest.YamlOutline.Scalar;
import io.jenkins.plugins.fleetimagescan.engine.manifest.YamlOutline.Span;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.tokens.Token;

/**
 * Finds the scalars that markers belong to. A marker belongs to the scalar that it stands behind, on the same line; a
 * comma may stand between them. On a line of its own it belongs to the sequence item that begins on the next line,
 * provided that this is a scalar without a marker behind it.
 */
final class MarkerFinder {
    /** Tags that make a scalar something else than a string, so that no image reference can stand there. */
    private static final Set<String> OTHER_TYPES = Set.of(
            "tag:yaml.org,2002:int",
            "tag:yaml.org,2002:float",
            "tag:yaml.org,2002:bool",
            "tag:yaml.org,2002:null",
            "tag:yaml.org,2002:timestamp",
            "tag:yaml.org,2002:binary");

    private final SourceText source;
    private final YamlOutline outline;
    private final List<Problem> problems = new ArrayList<>();
    private final TreeMap<Integer, MarkedScalar> found = new TreeMap<>();
    private final List<OwnLine> ownLines = new ArrayList<>();

    /** A marker that is alone on its line. */
    private record OwnLine(Marker marker, int comment, int spanBefore) {}

    MarkerFinder(SourceText source, YamlOutline outline) {
        this.source = source;
        this.outline = outline;
        int next = 0;
        for (int at = source.indexOf(Marker.KEY, 0); at >= 0; at = source.indexOf(Marker.KEY, next)) {
            visit(at);
            next = source.lineEnd(at);
        }
        // A marker behind the item wins, so these come last.
        ownLines.forEach(this::addOwnLine);
    }

    /** In the order of the text. */
    List<MarkedScalar> found() {
        return List.copyOf(found.values());
    }

    /** Markers that stand where nothing can be replaced, or that cannot be read. */
    List<Problem> problems() {
        return problems.stream().sorted(Comparator.comparing(Problem::place)).toList();
    }

    private void visit(int key) {
        int before = lastSpanStartingBefore(key);
        Span span = before < 0 ? null : outline.spans().get(before);
        if (span != null && key < span.end()) {
            visitInside(span, key);
            return;
        }
        int from = Math.max(span == null ? 0 : span.end(), source.lineStart(key));
        int comment = commentStart(from, key);
        boolean behind = span != null
                && source.lineIndex(span.end()) == source.lineIndex(key)
                && span.end() > source.lineStart(key);
        int warnings = problems.size();
        Marker marker = read(comment, key);
        if (marker == null) {
            // On a line of its own such a comment is prose, or commented out.
            if (behind && problems.size() == warnings && isObjectBefore(comment, key)) {
                warn(comment, Messages.MarkerFinder_notFirst());
            }
            return;
        }
        if (behind) {
            addBehind(marker, comment, before);
        } else {
            ownLines.add(new OwnLine(marker, comment, before));
        }
    }

    /** A text within a token is no comment, except in the header of a block scalar. */
    private void visitInside(Span span, int key) {
        Scalar scalar = span.kind() == Token.ID.Scalar ? outline.scalarEndingAt(span.end()) : null;
        if (scalar == null || !scalar.isBlock()) {
            return;
        }
        int line = source.lineStart(key);
        boolean header = source.lineStart(span.start()) == line;
        int comment = commentStart(header ? span.start() : line, key);
        if (comment >= key || (!header && source.substring(line, comment).isBlank())) {
            return;
        }
        Marker marker = read(comment, key);
        if (marker != null) {
            warn(comment, header ? Messages.MarkerFinder_block(marker) : Messages.MarkerFinder_insideBlock(marker));
        }
    }

    private int commentStart(int from, int to) {
        int start = from;
        while (start < to && source.at(start) != '#') {
            start++;
        }
        return start;
    }

    @CheckForNull
    private Marker read(int comment, int key) {
        try {
            return Marker.parse(source.substring(comment, source.lineEnd(key)));
        } catch (InvalidMarkerException e) {
            warn(comment, e.getMessage());
            return null;
        }
    }

    /** Whether the comment would have a marker if it began later. */
    private boolean isObjectBefore(int comment, int key) {
        String words = source.substring(comment, key).replaceFirst("^#+", "").strip();
        return !words.startsWith("{")
                && words.matches(".*\\{\\s*\"")
                && source.substring(key, source.lineEnd(key)).startsWith(Marker.KEY + '"');
    }

    private void addBehind(Marker marker, int comment, int spanBefore) {
        Span span = outline.spans().get(spanBefore);
        if (span.kind() == Token.ID.FlowEntry && spanBefore > 0) {
            Span item = outline.spans().get(spanBefore - 1);
            if (source.lineIndex(item.end()) != source.lineIndex(comment)) {
                warn(comment, Messages.MarkerFinder_nothing(marker));
                return;
            }
            span = item;
        }
        Scalar scalar = outline.scalarEndingAt(span.end());
        if (scalar != null) {
            add(marker, comment, scalar);
        } else if (span.kind() == Token.ID.Alias) {
            warn(comment, Messages.MarkerFinder_alias(marker));
        } else if (span.kind() == Token.ID.FlowSequenceEnd || span.kind() == Token.ID.FlowMappingEnd) {
            warn(comment, Messages.MarkerFinder_collection(marker));
        } else {
            warn(comment, Messages.MarkerFinder_nothing(marker));
        }
    }

    private void addOwnLine(OwnLine line) {
        Scalar item = itemBelow(line);
        if (item == null) {
            warn(line.comment, Messages.MarkerFinder_ownLine(line.marker));
        } else if (found.containsKey(item.start())) {
            warn(
                    line.comment,
                    Messages.MarkerFinder_twice(
                            line.marker, found.get(item.start()).marker()));
        } else {
            add(line.marker, line.comment, item);
        }
    }

    /** The scalar that is the whole item which begins on the next line, or null. */
    @CheckForNull
    private Scalar itemBelow(OwnLine line) {
        List<Span> spans = outline.spans();
        int i = line.spanBefore + 1;
        if (i == spans.size() || source.lineIndex(spans.get(i).start()) != source.lineIndex(line.comment) + 1) {
            return null;
        }
        int itemLine = source.lineIndex(spans.get(i).start());
        if (spans.get(i).kind() == Token.ID.BlockEntry) {
            i++;
        }
        while (i < spans.size() && isProperty(spans.get(i).kind())) {
            i++;
        }
        if (i == spans.size() || source.lineIndex(spans.get(i).start()) != itemLine) {
            return null;
        }
        Scalar scalar = spans.get(i).kind() == Token.ID.Scalar
                ? outline.scalarEndingAt(spans.get(i).end())
                : null;
        return scalar != null && scalar.role() == Role.ITEM ? scalar : null;
    }

    private static boolean isProperty(Token.ID kind) {
        return kind == Token.ID.Anchor || kind == Token.ID.Tag;
    }

    private void add(Marker marker, int comment, Scalar scalar) {
        if (scalar.role() == Role.KEY) {
            warn(comment, Messages.MarkerFinder_key(marker));
        } else if (scalar.isBlock()) {
            warn(comment, Messages.MarkerFinder_block(marker));
        } else if (scalar.start() == scalar.end()) {
            warn(comment, Messages.MarkerFinder_empty(marker));
        } else if (scalar.tag() != null && OTHER_TYPES.contains(scalar.tag())) {
            warn(comment, Messages.MarkerFinder_tagged(marker, scalar.tag()));
        } else if (touchesProperty(scalar)) {
            warn(comment, Messages.MarkerFinder_readDifferently(marker));
        } else {
            found.put(scalar.start(), new MarkedScalar(marker, scalar));
        }
    }

    /** In {@code &a:b c} YAML 1.2 has the anchor {@code a:b}, SnakeYAML the anchor {@code a} and the text {@code :b c}. */
    private boolean touchesProperty(Scalar scalar) {
        int before = lastSpanStartingBefore(scalar.start() - 1);
        return before >= 0
                && isProperty(outline.spans().get(before).kind())
                && outline.spans().get(before).end() == scalar.start();
    }

    private void warn(int position, String message) {
        problems.add(Problem.warning(source.place(position), message));
    }

    private int lastSpanStartingBefore(int position) {
        List<Span> spans = outline.spans();
        int low = 0;
        int high = spans.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (spans.get(middle).start() <= position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }
}
