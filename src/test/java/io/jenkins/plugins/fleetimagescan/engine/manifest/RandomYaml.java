package io.jenkins.plugins.fleetimagescan.engine.manifest;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes random YAML by hand, layout included: what no emitter would write is what matters here. */
final class RandomYaml {
    private static final List<String> PLAIN = List.of(
            "nginx",
            "nginx:1.25",
            "1.10",
            "1e3",
            "yes",
            "~",
            "a b c",
            "a#b",
            "x-y",
            "http://h:1/p",
            "2024-01-01",
            "é",
            "😀",
            "-x",
            "?x",
            ":x",
            "a:b",
            "<<");
    private static final List<String> QUOTED = List.of(
            "''",
            "\"\"",
            "'it''s'",
            "\"a\\tb\"",
            "'# no comment'",
            "\"\\U0001F600\"",
            "'two\n       lines'",
            "\"é 😀\"");
    private static final List<String> COMMENTS =
            List.of("", "", "", "  # note", " #", " # 😀 {\"a\": 1}", " # a: b # c");

    private final Random random;
    private final String lineBreak;

    RandomYaml(Random random) {
        this.random = random;
        lineBreak = pick(List.of("\n", "\n", "\n", "\r\n", "\r"));
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private boolean chance(int of) {
        return random.nextInt(of) == 0;
    }

    /** One to three documents, possibly with a byte order mark and without a final line break. */
    String stream() {
        String documents = IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(i -> (i > 0 || chance(3) ? "---\n" : "") + node(0, 3))
                .collect(Collectors.joining());
        String text = (chance(8) ? "# first\n" : "") + documents;
        if (chance(5)) {
            text = text.substring(0, text.length() - 1);
        }
        return (chance(8) ? "\uFEFF" : "") + text.replace("\n", lineBreak);
    }

    /** Lines of a block node at this indentation, each with its line break. */
    private String node(int indent, int depth) {
        return switch (depth == 0 ? 0 : random.nextInt(4)) {
            case 1 -> sequence(indent, depth);
            case 2, 3 -> mapping(indent, depth);
            default -> " ".repeat(indent + 1) + scalarLine();
        };
    }

    private String sequence(int indent, int depth) {
        StringBuilder lines = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            lines.append(chance(5) ? comment(indent) : "")
                    .append(" ".repeat(indent))
                    .append("-");
            lines.append(
                    chance(3) ? "\n" + node(indent + 2, depth - 1) : " ".repeat(1 + random.nextInt(3)) + scalarLine());
        }
        return lines.toString();
    }

    private String mapping(int indent, int depth) {
        StringBuilder lines = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            String key = pick(List.of("image", "tag", "\"quoted key\"", "'k'", "é", "1")) + i;
            lines.append(chance(6) ? comment(indent) : "")
                    .append(" ".repeat(indent))
                    .append(key.replaceAll("([\"'])(\\d)$", "$2$1"));
            lines.append(": ".trim());
            lines.append(chance(3) ? "\n" + node(indent + 1 + random.nextInt(3), depth - 1) : " " + scalarLine());
        }
        return lines.toString();
    }

    private String comment(int indent) {
        return " ".repeat(random.nextInt(indent + 1)) + "# image: x # {\"a\": \"b\"}\n" + (chance(3) ? "\n" : "");
    }

    private String scalarLine() {
        if (chance(12)) {
            return "|-\n" + " ".repeat(20) + "literal # text\n" + " ".repeat(20) + "more\n";
        }
        return (chance(6) ? flow(2) : scalar()) + pick(COMMENTS) + "\n";
    }

    private String scalar() {
        String properties =
                pick(List.of("", "", "", "", "&a" + random.nextInt(9) + " ", "!!str ", "!local ", "&b !!str "));
        return properties + (chance(2) ? pick(PLAIN) : pick(QUOTED));
    }

    private String flow(int depth) {
        List<String> items = IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(i ->
                        depth > 0 && chance(4) ? flow(depth - 1) : pick(List.of("a", "nginx:1", "'q'", "\"d\"", "1.5")))
                .toList();
        String separator = chance(2) ? ", " : " ,\n" + " ".repeat(20);
        if (chance(2)) {
            return "[" + String.join(separator, items) + (chance(4) ? "\n" + " ".repeat(20) : "") + "]";
        }
        return IntStream.range(0, items.size())
                .mapToObj(i -> "k" + i + ": " + items.get(i))
                .collect(Collectors.joining(separator, "{", "}"));
    }
}
