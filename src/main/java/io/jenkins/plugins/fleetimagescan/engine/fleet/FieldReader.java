package io.jenkins.plugins.fleetimagescan.engine.fleet;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.problem.Place;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads the fields of one YAML mapping with their types. What is wrong goes to the list of problems with its place and
 * reads as absent, so that one pass finds everything. A null value counts as absent, as Kubernetes has it.
 */
final class FieldReader {
    private final String file;
    private final String label;
    private final Node node;
    private final List<Problem> problems;
    private final Map<String, Field> fields = new LinkedHashMap<>();

    /** Where else keys are given; reported when the key is asked for, as a key that nobody reads is not ours to judge. */
    private final Map<String, List<Node>> repeated = new HashMap<>();

    /** Readers handed out, so that a mapping asked for twice reports its problems once. */
    private final Map<String, FieldReader> children = new HashMap<>();

    private record Field(Node key, Node value) {}

    /** @param label how messages call this mapping, such as {@code imageScans[0].policy} */
    FieldReader(String file, String label, MappingNode node, List<Problem> problems) {
        this.file = file;
        this.label = label;
        this.node = node;
        this.problems = problems;
        collect(node, false, 0);
    }

    /** Own fields come before merged ones ({@code <<: *anchor}) and hide them. */
    private void collect(MappingNode mapping, boolean merged, int depth) {
        List<Node> merges = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = tuple.getKeyNode();
            if (key.getTag().equals(Tag.MERGE)) {
                merges.add(tuple.getValueNode());
            } else if (key instanceof ScalarNode scalar) {
                Field earlier = fields.putIfAbsent(scalar.getValue(), new Field(key, tuple.getValueNode()));
                if (earlier != null && !merged) {
                    repeated.computeIfAbsent(scalar.getValue(), k -> new ArrayList<>())
                            .add(key);
                }
            }
        }
        if (depth > 10) { // merges can be cyclic
            return;
        }
        for (Node merge : merges) {
            List<Node> sources = merge instanceof SequenceNode list ? list.getValue() : List.of(merge);
            for (Node source : sources) {
                if (source instanceof MappingNode m) {
                    collect(m, true, depth + 1);
                }
            }
        }
    }

    /** Warns of every other key, naming the nearest of these. */
    void warnUnknown(String... known) {
        for (Map.Entry<String, Field> field : fields.entrySet()) {
            if (!Arrays.asList(known).contains(field.getKey())) {
                problems.add(Problem.warning(
                        placeOf(field.getValue().key()),
                        Messages.FieldReader_unknownKey(field.getKey(), label, Nearest.of(field.getKey(), known))));
            }
        }
    }

    boolean has(String key) {
        Field field = fields.get(key);
        List<Node> others = repeated.remove(key);
        if (others != null) {
            String first = String.valueOf(placeOf(field.key()).line());
            others.forEach(other ->
                    problems.add(Problem.error(placeOf(other), Messages.FieldReader_duplicateKey(key, first))));
        }
        return field != null && !field.value().getTag().equals(Tag.NULL);
    }

    /** Where the value of the key is, or this mapping if it is absent. */
    Place place(String key) {
        return fields.containsKey(key) ? placeOf(fields.get(key).value()) : placeOf(node);
    }

    @CheckForNull
    String string(String key) {
        if (!has(key)) {
            return null;
        }
        Node value = fields.get(key).value();
        if (value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
            return scalar.getValue();
        }
        if (value instanceof ScalarNode scalar) {
            wrongType(
                    key,
                    Messages.FieldReader_unquoted(describe(value), scalar.getValue()),
                    Messages.FieldReader_string());
        } else {
            wrongType(key, describe(value), Messages.FieldReader_string());
        }
        return null;
    }

    /** The text of a scalar whatever YAML takes it for; an error for lists and mappings. */
    @CheckForNull
    String scalar(String key) {
        if (!has(key)) {
            return null;
        }
        Node value = fields.get(key).value();
        if (value instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        wrongType(key, describe(value), Messages.FieldReader_string());
        return null;
    }

    /** A string that must be there and not be blank. */
    @CheckForNull
    String required(String key) {
        if (!has(key)) {
            problems.add(Problem.error(placeOf(node), Messages.FieldReader_missing(label, key)));
            return null;
        }
        String value = string(key);
        if (value != null && value.isBlank()) {
            problems.add(Problem.error(place(key), Messages.FieldReader_blank(label, key)));
            return null;
        }
        return value;
    }

    boolean bool(String key) {
        if (!has(key)) {
            return false;
        }
        Node value = fields.get(key).value();
        if (value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
            // The spellings of YAML 1.1, which Go's reader takes for a bool as well.
            return List.of("true", "yes", "on").contains(scalar.getValue().toLowerCase(Locale.ROOT));
        }
        wrongType(key, describe(value), Messages.FieldReader_bool());
        return false;
    }

    @CheckForNull
    FieldReader mapping(String key) {
        if (!has(key)) {
            return null;
        }
        FieldReader known = children.get(key);
        if (known != null) {
            return known;
        }
        if (fields.get(key).value() instanceof MappingNode mapping) {
            FieldReader reader = new FieldReader(file, child(key), mapping, problems);
            children.put(key, reader);
            return reader;
        }
        wrongType(key, describe(fields.get(key).value()), Messages.FieldReader_mapping());
        return null;
    }

    /** The mappings of a list. */
    List<FieldReader> mappings(String key) {
        List<FieldReader> readers = new ArrayList<>();
        for (Node item : items(key)) {
            String name = child(key) + "[" + readers.size() + "]";
            if (item instanceof MappingNode mapping) {
                readers.add(new FieldReader(file, name, mapping, problems));
            } else {
                wrongType(item, name, describe(item), Messages.FieldReader_mapping());
            }
        }
        return readers;
    }

    List<String> strings(String key) {
        List<String> texts = new ArrayList<>();
        for (Node item : items(key)) {
            if (item instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
                texts.add(scalar.getValue());
            } else {
                wrongType(item, child(key) + "[" + texts.size() + "]", describe(item), Messages.FieldReader_string());
            }
        }
        return texts;
    }

    private List<Node> items(String key) {
        if (!has(key)) {
            return List.of();
        }
        if (fields.get(key).value() instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        wrongType(key, describe(fields.get(key).value()), Messages.FieldReader_list());
        return List.of();
    }

    void error(String key, String message) {
        problems.add(Problem.error(place(key), message));
    }

    void warning(String key, String message) {
        problems.add(Problem.warning(place(key), message));
    }

    String label() {
        return label;
    }

    Place place() {
        return placeOf(node);
    }

    /** How messages call a field of this mapping. */
    String child(String key) {
        return label.isEmpty() ? key : label + "." + key;
    }

    private void wrongType(String key, String found, String accepted) {
        wrongType(fields.get(key).value(), child(key), found, accepted);
    }

    private void wrongType(Node value, String name, String found, String accepted) {
        problems.add(Problem.error(placeOf(value), Messages.FieldReader_wrongType(name, found, accepted)));
    }

    private Place placeOf(Node n) {
        return YamlDocuments.place(file, n.getStartMark());
    }

    private static String describe(Node value) {
        if (value instanceof MappingNode) {
            return Messages.FieldReader_mapping();
        }
        if (value instanceof SequenceNode) {
            return Messages.FieldReader_list();
        }
        Tag tag = value.getTag();
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return Messages.FieldReader_number();
        }
        if (tag.equals(Tag.BOOL)) {
            return Messages.FieldReader_bool();
        }
        if (tag.equals(Tag.NULL)) {
            return Messages.FieldReader_null();
        }
        return tag.equals(Tag.STR) ? Messages.FieldReader_string() : Messages.FieldReader_tagged(tag.getValue());
    }
}
