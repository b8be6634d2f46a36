package io.jenkins.plugins.fleetimagescan.engine.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.async.ByteBufferFeeder;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/**
 * Reads a JSON body while it arrives: neither the text nor a tree of it is ever held, no thread waits for bytes, and
 * cancelling the request ends the reading.
 */
final class JsonSubscriber<T> implements BodySubscriber<T> {
    /** Takes the tokens of one document. */
    interface Reader<T> {
        void read(JsonToken token, JsonParser parser) throws IOException;

        /** What was read, after the last token. */
        T end() throws InvalidBodyException;
    }

    /** Far more than any name or token of the protocol has, far less than would hurt. */
    private static final int MAX_STRING = 64 * 1024;

    private static final int MAX_DEPTH = 64;

    // Field names come from strangers: they must not stay in tables that outlive the document.
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MAX_STRING)
                    .maxNameLength(MAX_STRING)
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .build();

    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final Reader<T> reader;
    private final long maxBytes;
    private final JsonParser parser;
    private Subscription subscription;
    private long received;
    private boolean begun;

    JsonSubscriber(Reader<T> reader, long maxBytes) {
        this.reader = reader;
        this.maxBytes = maxBytes;
        try {
            this.parser = JSON.createNonBlockingByteBufferParser();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public CompletionStage<T> getBody() {
        return result;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        try {
            for (ByteBuffer buffer : buffers) {
                received += buffer.remaining();
                if (received > maxBytes) {
                    throw InvalidBodyException.of(Messages.InvalidBody_tooLarge(String.valueOf(maxBytes >> 20)));
                }
                refuseMarkup(buffer);
                if (buffer.hasRemaining()) {
                    ((ByteBufferFeeder) parser.getNonBlockingInputFeeder()).feedInput(buffer);
                    readTokens();
                }
            }
            subscription.request(1);
        } catch (IOException e) {
            subscription.cancel();
            fail(e);
        }
    }

    /** HTML where JSON was expected is the usual face of a portal or of a wrong address: it gets its own message. */
    private void refuseMarkup(ByteBuffer buffer) throws InvalidBodyException {
        for (int i = buffer.position(); !begun && i < buffer.limit(); i++) {
            byte b = buffer.get(i);
            if (b == '<') {
                throw InvalidBodyException.html();
            }
            begun = b != ' ' && b != '\t' && b != '\r' && b != '\n';
        }
    }

    private void readTokens() throws IOException {
        JsonToken token;
        while ((token = parser.nextToken()) != null && token != JsonToken.NOT_AVAILABLE) {
            reader.read(token, parser);
        }
    }

    @Override
    public void onError(Throwable error) {
        fail(error);
    }

    @Override
    public void onComplete() {
        try (parser) {
            parser.getNonBlockingInputFeeder().endOfInput();
            readTokens();
            result.complete(reader.end());
        } catch (IOException e) {
            fail(e);
        }
    }

    private void fail(Throwable error) {
        if (error instanceof StreamConstraintsException) {
            result.completeExceptionally(InvalidBodyException.of(Messages.InvalidBody_limits()));
        } else if (error instanceof JsonProcessingException malformed) {
            // Its own message quotes the body, and the body may hold a token.
            JsonLocation at = malformed.getLocation();
            result.completeExceptionally(InvalidBodyException.of(
                    Messages.InvalidBody_json(String.valueOf(at.getLineNr()), String.valueOf(at.getColumnNr()))));
        } else {
            result.completeExceptionally(error);
        }
    }
}
