package io.jenkins.plugins.fleetimagescan.engine.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What came back.
 *
 * @param uri of the last request, after redirects
 * @param value what the body of a success was read into; null for any other status
 * @param error the beginning of the body of any other status
 */
record Reply<T>(int status, HttpHeaders headers, URI uri, @CheckForNull T value, byte[] error) {
    private static final int MAX_ERROR_BYTES = 64 * 1024;

    /** One of value and error. */
    record Body<T>(@CheckForNull T value, byte[] error) {}

    /** Reads successes as the caller wants and the beginning of anything else for the error message. */
    static <T> BodyHandler<Body<T>> handler(Supplier<BodySubscriber<T>> success) {
        return info -> info.statusCode() == 200 && isReadable(info)
                ? BodySubscribers.mapping(success.get(), value -> new Body<>(value, new byte[0]))
                : BodySubscribers.mapping(
                        CappedSubscriber.truncating(MAX_ERROR_BYTES), bytes -> new Body<>(null, bytes));
    }

    private static boolean isReadable(ResponseInfo info) {
        return !isHtml(info.headers()) && encoding(info.headers()).isEmpty();
    }

    static boolean isHtml(HttpHeaders headers) {
        return headers.firstValue("Content-Type")
                .map(type -> type.toLowerCase(Locale.ROOT).contains("html"))
                .orElse(false);
    }

    /** The content coding, which was not asked for; empty for none. */
    static String encoding(HttpHeaders headers) {
        String coding = headers.firstValue("Content-Encoding").orElse("").strip();
        return coding.equalsIgnoreCase("identity") ? "" : coding;
    }
}
