package io.jenkins.plugins.fleetimagescan.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

public class WebhookReceiverTest {
    private static final String BODY = "{\"image\": \"redis\"}";
    private static final String SECRET = "It's a Secret to Everybody";

    private final AtomicLong nanos = new AtomicLong();
    private final List<String> pushed = new ArrayList<>();
    private SharedSecret secret;
    private final WebhookReceiver receiver = new WebhookReceiver(
            () -> secret,
            images -> images.stream().map(ImageReference::canonicalName).forEach(pushed::add),
            nanos::get);

    private static Delivery post(String body, String query, String... headers) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return delivery("POST", query, bytes.length, new ByteArrayInputStream(bytes), headers);
    }

    private static Delivery delivery(String method, String query, long length, InputStream body, String... headers) {
        Map<String, String> map = headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]);
        return new Delivery(method, "192.0.2.1", map::get, query, length, body);
    }

    private void accepts(Delivery delivery) throws IOException {
        pushed.clear();
        assertThat(receiver.receive(delivery).status()).isEqualTo(202);
        assertThat(pushed).containsExactly("docker.io/library/redis");
    }

    private void refuses(int status, Delivery delivery) throws IOException {
        pushed.clear();
        WebhookReceiver.Answer answer = receiver.receive(delivery);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.sentence()).doesNotContain("\n").endsWith(".");
        assertThat(pushed).isEmpty();
    }

    private static InputStream unreadable() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("must not be read");
            }
        };
    }

    @Test
    public void withoutASecretEverybodyMayTell() throws IOException {
        accepts(post(BODY, null));
    }

    @Test
    public void theSecretMayComeInAHeaderOrInTheQuery() throws IOException {
        secret = new SharedSecret(SECRET);
        accepts(post(BODY, null, "X-Webhook-Secret", SECRET));
        accepts(post(BODY, null, "Authorization", "Bearer " + SECRET));
        accepts(post(BODY, null, "Authorization", "bearer  " + SECRET));
        accepts(post(BODY, null, "Authorization", SECRET));
        accepts(post(BODY, "a=b&secret=It%27s+a+Secret%20to+Everybody"));
        for (String wrong :
                List.of("", "it's a secret to everybody", SECRET + "x", SECRET.substring(1), "Basic " + SECRET)) {
            refuses(401, post(BODY, null, "X-Webhook-Secret", wrong));
            refuses(401, post(BODY, null, "Authorization", wrong));
        }
        refuses(401, post(BODY, null));
        refuses(401, post(BODY, "secret="));
        refuses(401, post(BODY, "secret=%zz"));
        refuses(401, post(BODY, "xsecret=" + SECRET));
    }

    /** The example that GitHub documents for those who write their own check. */
    @Test
    public void signaturesAreThoseOfGitHub() {
        assertThat(new SharedSecret(SECRET)
                        .signed(
                                "Hello, World!".getBytes(StandardCharsets.UTF_8),
                                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"))
                .isTrue();
    }

    @Test
    public void aSignatureIsOverExactlyThisBody() throws IOException {
        secret = new SharedSecret("key");
        String signature = "sha256=" + sign("key", BODY);
        accepts(post(BODY, null, "X-Hub-Signature-256", signature));
        refuses(401, post(BODY + " ", null, "X-Hub-Signature-256", signature));
        refuses(401, post(BODY, null, "X-Hub-Signature-256", "sha256=" + sign("other", BODY)));
        refuses(401, post(BODY, null, "X-Hub-Signature-256", "sha256="));
        refuses(401, post(BODY, null, "X-Hub-Signature-256", "sha256=zz"));
        refuses(401, post(BODY, null, "X-Hub-Signature-256", "sha1=" + sign("key", BODY)));
        // A wrong signature is not made good by a secret beside it.
        refuses(401, post(BODY, "secret=key", "X-Hub-Signature-256", "sha256=00"));
    }

    private static String sign(String key, String body) {
        try {
            javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
            mac.init(new javax.crypto.spec.SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return java.util.HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    public void bodiesAreOnlyReadAsFarAsNeeded() throws IOException {
        refuses(413, delivery("POST", null, WebhookReceiver.MAX_BYTES + 1L, unreadable()));
        refuses(405, delivery("GET", null, -1, unreadable()));
        refuses(405, delivery("PUT", null, -1, unreadable()));
        byte[] endless = new byte[WebhookReceiver.MAX_BYTES + 1];
        refuses(413, delivery("POST", null, -1, new ByteArrayInputStream(endless)));
        secret = new SharedSecret(SECRET);
        refuses(401, delivery("POST", null, 10, unreadable()));
    }

    @Test
    public void refusalsSayWhyAndNothingElse() throws IOException {
        refuses(400, post("{\"images\": [\"team-secret\"]}", null));
        refuses(400, post("no json", null));
        assertThat(receiver.receive(post("{\"image\": \"no such/job\"}", null)).sentence())
                .doesNotContain("no such");
    }

    @Test
    public void unknownImagesAreAnsweredLikeKnownOnes() throws IOException {
        assertThat(receiver.receive(post("{\"image\": \"nobody/has-this\"}", null)))
                .isEqualTo(receiver.receive(post(BODY, null)));
    }

    @Test
    public void aBusyRegistryIsNotHeldUp() throws IOException {
        for (int i = 0; i < 5_000; i++) {
            accepts(post(BODY, null));
        }
    }

    @Test
    public void guessingIsSlow() throws IOException {
        secret = new SharedSecret(SECRET);
        int judged = 0;
        for (int second = 0; second < 600; second++) {
            nanos.addAndGet(1_000_000_000L);
            for (int i = 0; i < 20; i++) {
                if (receiver.receive(post(BODY, "secret=guess" + i)).status() == 401) {
                    judged++;
                }
            }
        }
        assertThat(judged).as("in ten minutes").isBetween(600, 700);
        WebhookReceiver.Answer answer = receiver.receive(post(BODY, "secret=x"));
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.retryAfter()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(2));
        refuses(429, post(BODY, null, "X-Webhook-Secret", SECRET));
    }

    @Test
    public void sourcesAreLimitedEachForItself() {
        SourceLimits limits = new SourceLimits(nanos::get);
        for (int i = 0; i < 60; i++) {
            assertThat(limits.enter("192.0.2.1")).isZero();
            limits.refused("192.0.2.1");
        }
        assertThat(limits.enter("192.0.2.1")).isPositive();
        assertThat(limits.enter("192.0.2.2")).isZero();
        for (int i = 0; i < 50_000; i++) {
            limits.enter("source" + i);
        }
        assertThat(limits.sources()).as("memory is bounded").isEqualTo(10_000);
    }

    @Test
    public void secretsAreNotPrinted() {
        assertThat(new SharedSecret(SECRET)).hasToString("****");
        assertThat(post(BODY, "secret=x", "Authorization", "y")).hasToString("POST from 192.0.2.1");
    }
}
