package io.jenkins.plugins.fleetimagescan.engine.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The comment {@code {"$imagescan": "NAME"}} or {@code {"$imagescan": "NAME:form"}}: a JSON object whose values are
 * all strings. Spacing is free and other keys are allowed; of a key that occurs twice the last value counts. This is
 * what kyaml reads, and so Fleet.
 *
 * @param name the {@code tagName} of a scan; not empty
 */
record Marker(String name, MarkerForm form) {
    static final String KEY = "$imagescan";

    private static final byte[] KEY_BYTES = KEY.getBytes(StandardCharsets.UTF_8);
    private static final JsonFactory JSON = new JsonFactory();

    /** The text that every file with a marker contains, in UTF-8. */
    static byte[] needle() {
        return KEY_BYTES.clone();
    }

    /** A comment that begins like a marker and is none; the message says why. */
    static final class InvalidMarkerException extends Exception {
        private static final long serialVersionUID = 1;

        InvalidMarkerException(String message) {
            super(message);
        }
    }

    /**
     * Reads a comment, from its {@code #} on.
     *
     * @return null if the comment is something else: it does not begin with an object, or the object has no such key
     */
    @CheckForNull
    static Marker parse(String comment) throws InvalidMarkerException {
        int start = 0;
        while (start < comment.length() && comment.charAt(start) == '#') {
            start++;
        }
        String json = comment.substring(start).strip();
        if (!json.startsWith("{") || !json.contains(KEY)) {
            return null;
        }
        String value = value(json);
        return value == null ? null : ofValue(value);
    }

    @CheckForNull
    private static String value(String json) throws InvalidMarkerException {
        String value = null;
        boolean closed = false;
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                if (parser.nextToken() != JsonToken.VALUE_STRING) {
                    throw new InvalidMarkerException(Messages.Marker_notString(key));
                }
                if (key.equals(KEY)) {
                    value = parser.getText();
                }
            }
            closed = true;
            if (parser.nextToken() != null) {
                throw new InvalidMarkerException(Messages.Marker_trailing());
            }
            return value;
        } catch (JsonEOFException e) {
            throw new InvalidMarkerException(Messages.Marker_unfinished());
        } catch (JsonProcessingException e) {
            if (closed) {
                throw new InvalidMarkerException(Messages.Marker_trailing());
            }
            throw new InvalidMarkerException(Messages.Marker_notJson(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // A string does not fail to be read.
        }
    }

    private static Marker ofValue(String value) throws InvalidMarkerException {
        String name = value;
        MarkerForm form = MarkerForm.FULL;
        for (MarkerForm candidate : MarkerForm.values()) {
            if (candidate != MarkerForm.FULL && value.endsWith(candidate.suffix())) {
                name = value.substring(0, value.length() - candidate.suffix().length());
                form = candidate;
            }
        }
        if (name.isEmpty()) {
            throw new InvalidMarkerException(Messages.Marker_noName(value));
        }
        return new Marker(name, form);
    }

    @Override
    public String toString() {
        return name + form.suffix();
    }
}
