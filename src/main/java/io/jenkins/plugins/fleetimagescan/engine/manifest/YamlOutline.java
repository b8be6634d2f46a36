package io.jenkins.plugins.fleetimagescan.engine.manifest;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.ScannerImpl;
import org.yaml.snakeyaml.tokens.ScalarToken;
import org.yaml.snakeyaml.tokens.Token;

/**
 * Where the tokens of a YAML stream lie, and what part each scalar plays. Positions are counted in code points from
 * the beginning of the text.
 *
 * <p>What lies between two tokens is white space and comments, so comments need not be asked for. When SnakeYAML 2.5
 * processes comments it refuses documents that it reads otherwise, such as a comment between a tag and a block mapping.
 */
final class YamlOutline {
    /** Of the 64-bit FNV-1a hash, http://www.isthe.com/chongo/tech/comp/fnv/. */
    private static final long HASH_PRIME = 0x100000001b3L;

    /** The part that a scalar plays in its parent. */
    enum Role {
        KEY,
        /** The value of a mapping, or a document of its own. */
        VALUE,
        ITEM
    }

    /**
     * A scalar. One that is not written at all (as the value of {@code key:}) has {@code start == end}.
     *
     * @param number among the scalars of the text, from 0
     * @param start of the scalar itself, behind its anchor and tag
     * @param flow whether it lies in a flow collection, where plain scalars are more limited
     */
    record Scalar(
            int number,
            int start,
            int end,
            Role role,
            ScalarStyle style,
            boolean flow,
            @CheckForNull String tag,
            String value) {
        boolean isBlock() {
            return style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED;
        }
    }

    /** A token that is written: those that only stand for indentation are left out. */
    record Span(Token.ID kind, int start, int end) {}

    private final List<Span> spans = new ArrayList<>();
    private final Map<Integer, Scalar> scalarsByEnd = new HashMap<>();
    private long structure;
    private final List<Scalar> scalars = new ArrayList<>();

    private YamlOutline() {}

    /** @throws InvalidYamlException if the text is not a YAML stream, or nested too deeply */
    static YamlOutline of(String text) throws InvalidYamlException {
        try {
            return new Reading(text).read();
        } catch (InvalidYamlException e) {
            String spaced = withoutInnerTabs(text);
            if (spaced.equals(text)) {
                throw e;
            }
            return new Reading(spaced).read();
        }
    }

    /**
     * A space for each tab that stands behind the first visible character of its line. YAML 1.2 and most readers take
     * such a tab between tokens for white space, SnakeYAML refuses it. No position changes; a tab within a scalar
     * becomes a space in the scalar's value as well, which does not matter where values are only compared.
     */
    private static String withoutInnerTabs(String text) {
        char[] spaced = text.toCharArray();
        boolean inner = false;
        for (int i = 0; i < spaced.length; i++) {
            char c = spaced[i];
            if (c == '\n' || c == '\r') {
                inner = false;
            } else if (c == '\t' && inner) {
                spaced[i] = ' ';
            } else if (c != ' ' && c != '\t' && c != '\uFEFF') {
                inner = true;
            }
        }
        return new String(spaced);
    }

    /** In the order of the text. */
    List<Span> spans() {
        return spans;
    }

    /** In the order of the text, those that are not written included. */
    List<Scalar> scalars() {
        return scalars;
    }

    /** The scalar that ends at this place. */
    @CheckForNull
    Scalar scalarEndingAt(int end) {
        return scalarsByEnd.get(end);
    }

    /**
     * A hash of everything that the events tell except the spelling of scalars: two texts with the same one have, for
     * all that chance allows, the same content, comments aside.
     *
     * @param except the numbers of scalars whose values do not count
     */
    long fingerprint(BitSet except) {
        long hash = structure;
        for (Scalar scalar : scalars) {
            hash = mix(hash, except.get(scalar.number()) ? "" : scalar.value());
        }
        return hash;
    }

    private static long mix(long hash, @CheckForNull String text) {
        long mixed = (hash ^ (text == null ? -1 : text.length())) * HASH_PRIME;
        for (int i = 0; text != null && i < text.length(); i++) {
            mixed = (mixed ^ text.charAt(i)) * HASH_PRIME;
        }
        return mixed;
    }

    /** A text that is not YAML; the message is the parser's, on one line. */
    static final class InvalidYamlException extends Exception {
        private static final long serialVersionUID = 1;

        private final int position;

        private InvalidYamlException(String message, int position) {
            super(message);
            this.position = position;
        }

        /** In code points; negative where the parser names none. */
        int position() {
            return position;
        }
    }

    private static final class Reading {
        private static final int MAX_DEPTH = 1000;

        private final YamlOutline outline = new YamlOutline();
        private final StreamReader reader;
        private final RecordingScanner scanner;
        private final ParserImpl parser;
        private final Deque<Parent> parents = new ArrayDeque<>();

        Reading(String text) {
            LoaderOptions options = new LoaderOptions();
            options.setCodePointLimit(Integer.MAX_VALUE); // Whoever read the file has limited its size.
            reader = new StreamReader(text);
            scanner = new RecordingScanner(new ScannerImpl(reader, options), outline.spans);
            parser = new ParserImpl(scanner);
        }

        YamlOutline read() throws InvalidYamlException {
            try {
                for (Event event = parser.getEvent(); event != null; event = parser.getEvent()) {
                    add(event);
                }
                return outline;
            } catch (MarkedYAMLException e) {
                int position =
                        e.getProblemMark() == null ? -1 : e.getProblemMark().getIndex();
                String context = e.getContext() == null ? "" : e.getContext() + ": ";
                throw new InvalidYamlException(context + e.getProblem(), position);
            } catch (YAMLException e) {
                throw new InvalidYamlException(String.valueOf(e.getMessage()).replaceAll("\\s+", " "), -1);
            } catch (IllegalArgumentException e) {
                // From SnakeYAML 2.5 for an escape beyond \U7FFFFFFF, and for a tag that is nothing but white space.
                throw new InvalidYamlException(
                        Messages.YamlOutline_unreadable(String.valueOf(e.getMessage())), reader.getIndex());
            }
        }

        private void add(Event event) throws InvalidYamlException {
            if (event instanceof ScalarEvent scalar) {
                addScalar(scalar);
                note(event, scalar.getAnchor(), scalar.getTag());
            } else if (event instanceof AliasEvent alias) {
                nextRole();
                note(event, alias.getAnchor(), null);
            } else if (event instanceof CollectionStartEvent start) {
                nextRole();
                push(new Parent(start instanceof MappingStartEvent, start.isFlow()), start);
                note(event, start.getAnchor(), start.getTag());
            } else {
                if (event instanceof CollectionEndEvent) {
                    parents.pop();
                }
                note(event, null, null);
            }
        }

        private void note(Event event, @CheckForNull String anchor, @CheckForNull String tag) {
            long hash = (outline.structure ^ event.getEventId().ordinal()) * HASH_PRIME;
            outline.structure = mix(mix(hash, anchor), tag);
        }

        private void push(Parent parent, Event event) throws InvalidYamlException {
            if (parents.size() == MAX_DEPTH) {
                throw new InvalidYamlException(
                        Messages.YamlOutline_depth(String.valueOf(MAX_DEPTH)),
                        event.getStartMark().getIndex());
            }
            parents.push(parent);
        }

        private void addScalar(ScalarEvent event) {
            int end = event.getEndMark().getIndex();
            ScalarToken token = scanner.takeScalar();
            boolean written = token != null && token.getEndMark().getIndex() == end && end > 0;
            Scalar scalar = new Scalar(
                    outline.scalars.size(),
                    written ? token.getStartMark().getIndex() : end,
                    end,
                    nextRole(),
                    event.getScalarStyle(),
                    !parents.isEmpty() && parents.peek().flow,
                    event.getTag(),
                    event.getValue());
            outline.scalars.add(scalar);
            if (written) {
                outline.scalarsByEnd.put(end, scalar);
            } else {
                // In {key, …} the value that is not written ends where its key does.
                outline.scalarsByEnd.putIfAbsent(end, scalar);
            }
        }

        private Role nextRole() {
            Parent parent = parents.peek();
            return parent == null ? Role.VALUE : parent.nextRole();
        }
    }

    private static final class Parent {
        private final boolean mapping;
        private final boolean flow;
        private boolean valueIsNext;

        Parent(boolean mapping, boolean flow) {
            this.mapping = mapping;
            this.flow = flow;
        }

        Role nextRole() {
            if (!mapping) {
                return Role.ITEM;
            }
            Role role = valueIsNext ? Role.VALUE : Role.KEY;
            valueIsNext = !valueIsNext;
            return role;
        }
    }
}
