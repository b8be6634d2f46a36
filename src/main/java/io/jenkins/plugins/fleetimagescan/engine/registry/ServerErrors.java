package io.jenkins.plugins.fleetimagescan.engine.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The error list in the body of a refusal.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#error-codes">OCI distribution
 *     specification, error codes</a>
 */
record ServerErrors(List<ServerError> errors) {
    private static final int MAX_ERRORS = 3;
    private static final int MAX_LENGTH = 200;
    private static final JsonFactory JSON = new JsonFactory();

    record ServerError(String code, String message) {
        @Override
        public String toString() {
            return message.isEmpty() || message.equalsIgnoreCase(code) ? code : code + ": " + message;
        }
    }

    /**
     * What can be read of a body that may be anything; empty if nothing.
     *
     * @param mask hides secrets; texts go through it before they are cut, so that no half of one is left
     */
    static ServerErrors parse(byte[] body, UnaryOperator<String> mask) {
        List<ServerError> found = new ArrayList<>();
        String code = "";
        String message = "";
        int depth = 0;
        try (JsonParser parser = JSON.createParser(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                // {"errors": [{"code": …, "message": …}]}; token servers also send {"error": …, "error_description":
                // …}.
                if (token == JsonToken.VALUE_STRING && depth <= 3) {
                    switch (String.valueOf(parser.currentName())) {
                        case "code", "error" -> code = clean(mask.apply(parser.getText()));
                        case "message", "error_description", "details" -> message = clean(mask.apply(parser.getText()));
                        default -> {}
                    }
                }
                if (token == JsonToken.END_OBJECT && !(code.isEmpty() && message.isEmpty())) {
                    found.add(new ServerError(code, message));
                    code = "";
                    message = "";
                }
            }
        } catch (IOException e) {
            // Not JSON, or cut off: what was found so far is all there is to say.
            return new ServerErrors(found);
        }
        return new ServerErrors(found);
    }

    boolean has(String code) {
        return errors.stream().anyMatch(error -> error.code().equals(code));
    }

    /** For a message: {@code HTTP 404, NAME_UNKNOWN: repository name not known to registry}. */
    String describe(int status) {
        String said = errors.stream()
                .limit(MAX_ERRORS)
                .map(ServerError::toString)
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining("; "));
        return said.isEmpty() ? "HTTP " + status : "HTTP " + status + ", " + said;
    }

    /** One short line without control characters: the text comes from a stranger and goes into a log. */
    private static String clean(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ").strip();
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
    }
}
