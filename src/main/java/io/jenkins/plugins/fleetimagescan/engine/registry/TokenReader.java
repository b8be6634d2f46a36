package io.jenkins.plugins.fleetimagescan.engine.registry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.time.Duration;

/**
 * Reads the reply of a token server.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/#token-response-fields">distribution, token
 *     response fields</a>
 */
final class TokenReader implements JsonSubscriber.Reader<TokenReader.Token> {
    /** What the specification says where a reply does not. */
    private static final long DEFAULT_SECONDS = 60;

    /** A token is a few kilobytes; the rest of the reply is small. */
    static final int MAX_BYTES = 1024 * 1024;

    private static final long MAX_SECONDS = Duration.ofHours(1).toSeconds();

    /** A bearer token and how long it lasts from its arrival. */
    record Token(String text, Duration lifetime) {
        @Override
        public String toString() {
            return "token ****";
        }
    }

    @CheckForNull
    private String token;

    @CheckForNull
    private String accessToken;

    private long seconds = DEFAULT_SECONDS;

    @Override
    public void read(JsonToken json, JsonParser parser) throws IOException {
        if (!parser.getParsingContext().inObject()
                || !parser.getParsingContext().getParent().inRoot()) {
            return;
        }
        String field = String.valueOf(parser.currentName());
        if (json == JsonToken.VALUE_STRING && field.equals("token")) {
            token = parser.getText();
        } else if (json == JsonToken.VALUE_STRING && field.equals("access_token")) {
            accessToken = parser.getText();
        } else if (json.isScalarValue() && field.equals("expires_in")) {
            seconds = Math.min(MAX_SECONDS, parser.getValueAsLong(DEFAULT_SECONDS));
        }
    }

    @Override
    public Token end() throws InvalidBodyException {
        String found = token == null || token.isEmpty() ? accessToken : token;
        if (found == null || !found.matches("[\\x21-\\x7e]+")) {
            throw InvalidBodyException.of(Messages.TokenReader_noToken());
        }
        return new Token(found, Duration.ofSeconds(seconds > 0 ? seconds : DEFAULT_SECONDS));
    }
}
