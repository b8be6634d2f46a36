package io.jenkins.plugins.fleetimagescan.engine.registry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import java.io.IOException;
import java.util.Collection;

/**
 * Reads {@code {"name": …, "tags": […]}}. Unknown fields are skipped, {@code "tags": null} is an empty listing, and a
 * tag that the grammar forbids is left out: it could not be pulled, and must not reach a manifest.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#listing-tags">OCI distribution
 *     specification, listing tags</a>
 */
final class TagPageReader implements JsonSubscriber.Reader<Boolean> {
    private final Collection<String> tags;
    private final int maxTags;
    private boolean found;

    /** @param tags receives the tags, in the order of the page */
    TagPageReader(Collection<String> tags, int maxTags) {
        this.tags = tags;
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
            if (tags.size() >= maxTags) {
                throw InvalidBodyException.of(Messages.TagPage_tooMany(String.valueOf(maxTags)));
            }
            tags.add(tag);
        }
    }

    /** True; a body without {@code tags} is an error instead. */
    @Override
    public Boolean end() throws InvalidBodyException {
        if (!found) {
            throw InvalidBodyException.of(Messages.TagPage_noTags());
        }
        return true;
    }
}
