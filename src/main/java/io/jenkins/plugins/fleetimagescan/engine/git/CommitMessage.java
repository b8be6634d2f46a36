package io.jenkins.plugins.fleetimagescan.engine.git;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.git.GitException.Kind;
import io.jenkins.plugins.fleetimagescan.engine.image.Selection;
import io.jenkins.plugins.fleetimagescan.engine.manifest.FileEdit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The text of a commit: a Mustache template over {@link MessageValues}, or a text without <code>{{</code> as it is.
 *
 * @see <a href="https://mustache.github.io/mustache.5.html">mustache(5)</a>
 */
public final class CommitMessage {
    /** What is used when no template is given. */
    public static final String DEFAULT =
            """
            Update {{#single}}{{#images}}{{name}}{{#newTag}} to {{newTag}}{{/newTag}}{{/images}}{{/single}}{{^single}}{{imageCount}} images{{/single}}

            {{#images}}
            - {{name}}: {{#oldTag}}{{oldTag}} -> {{/oldTag}}{{newTag}}{{#digest}} ({{digest}}){{/digest}}
            {{#files}}
              {{.}}
            {{/files}}
            {{/images}}
            """;

    private static final int MAX_SHOWN = 200;

    @CheckForNull
    private final Template template;

    private final String text;

    private CommitMessage(@CheckForNull Template template, String text) {
        this.template = template;
        this.text = text;
    }

    /**
     * @param template null or blank: {@link #DEFAULT}
     * @throws GitException of kind CONFIGURATION if it is not a Mustache template, names a value that does not exist, or
     *     comes to an empty message; the message says which line
     */
    public static CommitMessage parse(@CheckForNull String template) throws GitException {
        String text = template == null || template.isBlank() ? DEFAULT : template;
        if (!text.contains("{{")) {
            return new CommitMessage(null, text);
        }
        try {
            // Values are text for people: no HTML. A name that does not exist is a mistake, not an empty string.
            CommitMessage message = new CommitMessage(
                    Mustache.compiler()
                            .escapeHTML(false)
                            .strictSections(true)
                            .emptyStringIsFalse(true)
                            .compile(text),
                    text);
            if (message.render(MessageValues.sample()).isBlank()) {
                throw new GitException(Kind.CONFIGURATION, Messages.CommitMessage_empty(shown(text)));
            }
            return message;
        } catch (MustacheException e) {
            String hint = text.contains("{{range")
                            || text.contains("{{ range")
                            || text.contains("{{.")
                            || text.contains("{{ .")
                    ? Messages.CommitMessage_go()
                    : "";
            throw new GitException(
                    Kind.CONFIGURATION,
                    Messages.CommitMessage_invalid(shown(text), e.getMessage(), MessageValues.names()) + hint);
        }
    }

    private static String shown(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }

    /** @param selections of the run; edits of other scans are shown with what their updates tell */
    public String render(List<FileEdit> edits, Map<ScanId, Selection> selections) {
        return render(MessageValues.of(edits, selections));
    }

    /** For {@link PublishRequest#builder}. */
    public Function<List<FileEdit>, String> forSelections(Map<ScanId, Selection> selections) {
        return edits -> render(edits, selections);
    }

    private String render(Map<String, Object> values) {
        return template == null ? text : template.execute(values);
    }

    /** The template. */
    @Override
    public String toString() {
        return text;
    }
}
