package io.jenkins.plugins.fleetimagescan.webhook;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Decides about each request to the webhook, cheapest question first: may the source post now, is the body small
 * enough, does the sender know the secret, which images does it name. The answer is the same whether any job uses
 * them or none.
 */
final class WebhookReceiver {
    /** Notifications of GitHub may hold a whole README; others are a few kilobytes. */
    static final int MAX_BYTES = 1 << 20;

    static final String SECRET_HEADER = "X-Webhook-Secret";
    static final String SIGNATURE_HEADER = "X-Hub-Signature-256";
    static final String SECRET_PARAMETER = "secret";

    private static final Pattern BEARER = Pattern.compile("(?i)bearer +");

    /**
     * @param sentence for the sender
     * @param retryAfter how long to wait; zero for nothing to say about it
     */
    record Answer(int status, String sentence, Duration retryAfter) {
        Answer(int status, String sentence) {
            this(status, sentence, Duration.ZERO);
        }

        boolean refuses() {
            return status >= 400;
        }
    }

    private final Supplier<SharedSecret> secret;
    private final Consumer<Collection<ImageReference>> pushed;
    private final SourceLimits limits;

    /**
     * @param secret gives null if everybody may post
     * @param pushed hears of the images
     */
    WebhookReceiver(Supplier<SharedSecret> secret, Consumer<Collection<ImageReference>> pushed, LongSupplier nanoTime) {
        this.secret = secret;
        this.pushed = pushed;
        this.limits = new SourceLimits(nanoTime);
    }

    Answer receive(Delivery delivery) throws IOException {
        Duration wait = limits.enter(delivery.source());
        if (!wait.isZero()) {
            return new Answer(429, Messages.WebhookReceiver_tooMany(), wait);
        }
        Answer answer = judge(delivery);
        if (answer.refuses()) {
            limits.refused(delivery.source());
        }
        return answer;
    }

    private Answer judge(Delivery delivery) throws IOException {
        if (!delivery.method().equals("POST")) {
            return new Answer(405, Messages.WebhookReceiver_method());
        }
        if (delivery.length() > MAX_BYTES) {
            return tooLarge();
        }
        SharedSecret expected = secret.get();
        String signature = delivery.header().apply(SIGNATURE_HEADER);
        // A signature needs the body; whoever tells the secret itself is judged before the body is read.
        if (expected != null && signature == null && !tells(delivery, expected)) {
            return unauthenticated();
        }
        byte[] body = delivery.body().readNBytes(MAX_BYTES + 1);
        if (body.length > MAX_BYTES) {
            return tooLarge();
        }
        if (expected != null && signature != null && !expected.signed(body, signature)) {
            return unauthenticated();
        }
        try {
            pushed.accept(PushPayload.images(body));
        } catch (InvalidPayloadException e) {
            return new Answer(400, e.getMessage());
        }
        return new Answer(202, Messages.WebhookReceiver_accepted());
    }

    private static boolean tells(Delivery delivery, SharedSecret expected) {
        String own = delivery.header().apply(SECRET_HEADER);
        if (own != null) {
            return expected.is(own);
        }
        String parameter = parameter(delivery.query());
        if (parameter != null) {
            return expected.is(parameter);
        }
        String authorization = delivery.header().apply("Authorization");
        // Harbor sends the header as it was typed in, with or without a scheme.
        return authorization != null
                && (expected.is(authorization)
                        || expected.is(BEARER.matcher(authorization).replaceFirst("")));
    }

    /** Not by the servlet API: it would read a form in the body as well. */
    @CheckForNull
    private static String parameter(@CheckForNull String query) {
        if (query != null) {
            for (String pair : query.split("&")) {
                if (pair.startsWith(SECRET_PARAMETER + "=")) {
                    return decode(pair.substring(SECRET_PARAMETER.length() + 1));
                }
            }
        }
        return null;
    }

    private static String decode(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Answer tooLarge() {
        return new Answer(413, Messages.WebhookReceiver_tooLarge(String.valueOf(MAX_BYTES)));
    }

    private static Answer unauthenticated() {
        return new Answer(401, Messages.WebhookReceiver_unauthenticated());
    }
}
