package io.jenkins.plugins.fleetimagescan.engine.registry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code {"name": …, "tags": […]}}. Unknown fields are skipped, {@code "tags": null} is an empty listing, and a
 * tag that the grammar forbids is left out: it could not be pulled, and must not reach a manifest.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#listing-tags">OCI distribution
 *     specification, listing tags</a>
 */
final class TagPageReader implements JsonSubscriber.Reader<List<String>> {
    private final List<String> tags = new ArrayList<>();
    private final int before;
    private final int maxTags;
    private boolean found;

    /** @param before how many tags the pages before this one had; of the most that all of them may have */
    TagPageReader(int before, int maxTags) {
        this.before = before;
        this.maxTags = maxTags;
    }

    @Override
    public void read(JsonToken token, JsonParser parser) throws IOException {
        JsonStreamContext context = parser.getParsingContext();
        if (context.inRoot() && !token.isStructEnd() && token != JsonToken.START_OBJECT) {
            throw InvalidBodyException.of(Messages.TagPage_noTags());
        }
        if (isTagsOfRoot(context) && token != JsonToken.FIELD_NAME && token != JsonToken.END_ARRAY) {
            // The brackets of the list itself: the first is seen in the context of the list, the last in this one.
            if (token != JsonToken.VALUE_NULL) {
                throw InvalidBodyException.of(Messages.TagPage_notArray());
            }
            found = true;
        } else if (context.inArray() && isTagsOfRoot(context.getParent())) {
            add(token, parser);
        }
    }

    private static boolean isTagsOfRoot(JsonStreamContext context) {
        return context.inObject()
                && "tags".equals(context.getCurrentName())
                && context.getParent().inRoot();
    }

    private void add(JsonToken token, JsonParser parser) throws IOException {
        found = true;
        if (token == JsonToken.START_ARRAY || token == JsonToken.VALUE_NULL) {
            return;
        }
        if (token != JsonToken.VALUE_STRING) {
            throw InvalidBodyException.of(Messages.TagPage_notArray());
        }
        String tag = parser.getText();
        if (ImageReference.isTag(tag)) {
            if (before + tags.size() >= maxTags) {
                throw InvalidBodyException.of(Messages.TagPage_tooMany(String.valueOf(maxTags)));
            }
            tags.add(tag);
        }
    }

    /** The tags of the page, in its order; a body without {@code tags} is an error instead. */
    @Override
    public List<String> end() throws InvalidBodyException {
        if (!found) {
            throw InvalidBodyException.of(Messages.TagPage_noTags());
        }
        return tags;
    }
}
