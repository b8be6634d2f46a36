package io.jenkins.plugins.fleetimagescan.engine.fleet;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.problem.Place;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads a YAML file into node trees, which keep the place of every value. No object of any type is ever made of them,
 * and size, nesting and aliases are bounded: a hostile file is an error within a second.
 */
final class YamlDocuments {
    static final int MAX_BYTES = 3 * 1024 * 1024;
    private static final int MAX_NESTING = 100;
    private static final int MAX_ALIASES = 100;

    private YamlDocuments() {}

    /** The documents of the file in order; none when the file cannot be read, which is then a problem. */
    static List<Node> compose(String path, byte[] content, List<Problem> problems) {
        if (content.length > MAX_BYTES) {
            problems.add(tooLarge(path, content.length));
            return List.of();
        }
        String text = decode(content);
        if (text == null) {
            problems.add(Problem.error(Place.of(path), Messages.YamlDocuments_notUtf8()));
            return List.of();
        }
        StreamReader reader = new StreamReader(new StringReader(text));
        try {
            return compose(reader);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            String context = e.getContext() == null ? "" : e.getContext() + ", ";
            problems.add(Problem.error(place(path, mark), Messages.YamlDocuments_broken(context + e.getProblem())));
        } catch (YAMLException e) {
            // Limits and characters that YAML does not allow come without a mark.
            problems.add(Problem.error(Place.of(path), Messages.YamlDocuments_broken(firstLine(e.getMessage()))));
        } catch (IllegalArgumentException e) {
            // From SnakeYAML 2.5 for an escape beyond \U7FFFFFFF, and for a tag that is nothing but white space.
            String reason =
                    Messages.YamlDocuments_broken(Messages.YamlDocuments_unreadable(String.valueOf(e.getMessage())));
            problems.add(Problem.error(place(path, reader.getMark()), reason));
        }
        return List.of();
    }

    static Problem tooLarge(String path, long size) {
        return Problem.error(Place.of(path), Messages.YamlDocuments_tooLarge(String.valueOf(size)));
    }

    private static List<Node> compose(StreamReader reader) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        options.setNestingDepthLimit(MAX_NESTING);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        Composer composer = new Composer(new ParserImpl(reader, options), new Resolver(), options);
        List<Node> documents = new ArrayList<>();
        while (composer.checkNode()) {
            documents.add(composer.getNode());
        }
        return documents;
    }

    @CheckForNull
    private static String decode(byte[] content) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    static Place place(String path, @CheckForNull Mark mark) {
        return mark == null ? Place.of(path) : new Place(path, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message);
    }
}
