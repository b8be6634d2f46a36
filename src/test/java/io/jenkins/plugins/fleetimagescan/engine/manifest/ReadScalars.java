package io.jenkins.plugins.fleetimagescan.engine.manifest;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** The scalars of a text as the ordinary parsers of YAML 1.1 (SnakeYAML) and 1.2 (SnakeYAML Engine) give them. */
final class ReadScalars {
    /**
     * One scalar.
     *
     * @param node everything about it but its value, and everything that stands between it and the scalar before it
     * @param end in code points
     * @param string whether it is a string when loaded
     * @param replaceable whether a marker behind it can take effect
     */
    record Read(String node, String value, int end, boolean string, boolean replaceable) {
        boolean sameAs(Read other) {
            return node.equals(other.node) && value.equals(other.value) && string == other.string;
        }
    }

    private ReadScalars() {}

    /** Null if the text is not YAML 1.1. The last entry stands for what follows the last scalar. */
    @CheckForNull
    static List<Read> yaml11(String text) {
        List<Read> scalars = new ArrayList<>();
        Resolver resolver = new Resolver();
        StringBuilder between = new StringBuilder();
        Deque<int[]> mappings = new ArrayDeque<>();
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        try {
            for (Event event : new Yaml(options).parse(new StringReader(text))) {
                boolean key = event instanceof NodeEvent && !mappings.isEmpty() && mappings.peek()[0]++ % 2 == 0;
                if (event instanceof ScalarEvent scalar) {
                    boolean plain = scalar.getImplicit().canOmitTagInPlainScalar();
                    // SnakeYAML resolves a scalar tagged ! as if it were plain and untagged, even when it is quoted.
                    boolean string = "!".equals(scalar.getTag()) || scalar.getTag() == null
                            ? "!".equals(scalar.getTag())
                                    || resolver.resolve(NodeId.scalar, scalar.getValue(), plain) == Tag.STR
                            : !scalar.getTag().startsWith(Tag.PREFIX)
                                    || scalar.getTag().equals(Tag.STR.getValue());
                    boolean block = "|>"
                                    .indexOf(
                                            scalar.getScalarStyle().getChar() == null
                                                    ? '-'
                                                    : scalar.getScalarStyle().getChar())
                            >= 0;
                    int end = scalar.getEndMark().getIndex();
                    boolean written = end > scalar.getStartMark().getIndex()
                            && (!scalar.getValue().isEmpty()
                                    || "'\"".indexOf(text.codePointBefore(text.offsetByCodePoints(0, end))) >= 0);
                    boolean stringTag = scalar.getTag() == null
                            || scalar.getTag().equals(Tag.STR.getValue())
                            || scalar.getTag().equals("!");
                    // In &a:b c YAML 1.2 has the anchor a:b, SnakeYAML the anchor a and the text :b c.
                    boolean disputed = scalar.getAnchor() != null
                            && plain
                            && scalar.getValue().startsWith(":");
                    scalars.add(new Read(
                            between + "&" + scalar.getAnchor() + " " + scalar.getTag(),
                            scalar.getValue(),
                            end,
                            string,
                            !key && !block && written && stringTag && !disputed));
                    between.setLength(0);
                } else {
                    between.append(describe(event)).append(' ');
                    if (event instanceof CollectionEndEvent) {
                        mappings.pop();
                    } else if (event instanceof MappingStartEvent) {
                        mappings.push(new int[1]);
                    } else if (event instanceof NodeEvent && !(event instanceof AliasEvent)) {
                        mappings.push(new int[] {Integer.MIN_VALUE + 1}); // A sequence has no keys.
                    }
                }
            }
        } catch (YAMLException e) {
            return null;
        }
        scalars.add(new Read(between.toString(), "", text.codePointCount(0, text.length()), true, false));
        return scalars;
    }

    private static String describe(Event event) {
        return event instanceof NodeEvent node
                ? event.getEventId() + "&" + node.getAnchor()
                : event.getEventId().name();
    }

    /** Null if the text is not YAML 1.2. The last entry stands for what follows the last scalar. */
    @CheckForNull
    static List<Read> yaml12(String text) {
        List<Read> scalars = new ArrayList<>();
        CoreScalarResolver resolver = new CoreScalarResolver(true);
        StringBuilder between = new StringBuilder();
        // snakeyaml-engine reads past the end of its buffer where that parts a surrogate pair, so the text fits in at
        // once.
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(Integer.MAX_VALUE)
                .setBufferSize(text.length() + 2)
                .build();
        try {
            for (org.snakeyaml.engine.v2.events.Event event : new Parse(settings).parseString(text)) {
                if (event instanceof org.snakeyaml.engine.v2.events.ScalarEvent scalar) {
                    String tag = scalar.getTag().orElse("");
                    boolean string = tag.isEmpty()
                            ? resolver.resolve(
                                            scalar.getValue(),
                                            scalar.getImplicit().canOmitTagInPlainScalar())
                                    == org.snakeyaml.engine.v2.nodes.Tag.STR
                            : !tag.startsWith("tag:yaml.org,2002:") || tag.equals("tag:yaml.org,2002:str");
                    scalars.add(new Read(
                            between + "&" + scalar.getAnchor() + " " + tag,
                            scalar.getValue(),
                            scalar.getEndMark().orElseThrow().getIndex(),
                            string,
                            false));
                    between.setLength(0);
                } else {
                    between.append(
                                    event instanceof org.snakeyaml.engine.v2.events.NodeEvent node
                                            ? event.getEventId() + "&" + node.getAnchor()
                                            : event.getEventId().name())
                            .append(' ');
                }
            }
        } catch (YamlEngineException e) {
            return null;
        }
        scalars.add(new Read(between.toString(), "", text.codePointCount(0, text.length()), true, false));
        return scalars;
    }
}
