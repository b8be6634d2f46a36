package io.jenkins.plugins.fleetimagescan.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.engine.image.Digest;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException.Kind;
import org.junit.Rule;
import org.junit.Test;

/** Digests that registries tell, do not tell, or tell wrongly. */
public class DigestFaultsTest {
    private static final String MANIFEST = "{\"schemaVersion\":2}";

    /** {@code printf '{"schemaVersion":2}' | sha256sum}. */
    private static final Digest DIGEST =
            new Digest("sha256:bafebd36189ad3688b7b3915ea55d461e0bfcfbdde11e54b0a123999fb6be50f");

    private static final Digest OTHER = new Digest("sha256:" + "0".repeat(64));

    @Rule
    public final FaultyRegistry registry = new FaultyRegistry();

    @Test
    public void toldInTheHeader() throws Exception {
        registry.server.answers(exchange -> exchange.reply(200, "docker-content-digest: " + OTHER, ""));
        assertThat(registry.digest()).isEqualTo(OTHER);
        assertThat(registry.server.requests()).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("HEAD");
            assertThat(request.header("Accept"))
                    .isEqualTo("application/vnd.oci.image.index.v1+json,"
                            + " application/vnd.docker.distribution.manifest.list.v2+json,"
                            + " application/vnd.oci.image.manifest.v1+json,"
                            + " application/vnd.docker.distribution.manifest.v2+json");
        });
    }

    @Test
    public void notToldIsComputed() throws Exception {
        registry.server.answers(exchange -> exchange.reply(200, "", MANIFEST));
        assertThat(registry.digest()).isEqualTo(DIGEST);
        assertThat(registry.counts).isEqualTo(new RequestCounts(0, 1, 1, 0, 0, 0, 0));
    }

    @Test
    public void nonsenseInTheHeaderIsComputed() throws Exception {
        registry.server.answers(exchange -> exchange.reply(200, "Docker-Content-Digest: sha256:short", MANIFEST));
        assertThat(registry.digest()).isEqualTo(DIGEST);
    }

    @Test
    public void headNotAllowedIsComputed() throws Exception {
        registry.server.answers(
                exchange -> exchange.reply(exchange.request().method().equals("HEAD") ? 405 : 200, "", MANIFEST));
        assertThat(registry.digest()).isEqualTo(DIGEST);
    }

    @Test
    public void otherThanTheBodyHas() {
        registry.server.answers(exchange -> exchange.reply(
                exchange.request().method().equals("HEAD") ? 405 : 200, "Docker-Content-Digest: " + OTHER, MANIFEST));
        registry.failsToDigest(
                Kind.INVALID_RESPONSE,
                2,
                "the manifest does not have the digest that the registry says it has. Something between here and the"
                        + " registry changes or damages what is sent.");
    }

    @Test
    public void manifestWithoutEnd() {
        registry.server.answers(exchange -> {
            if (exchange.request().method().equals("HEAD")) {
                exchange.reply(200, "", "");
            } else {
                exchange.reply(200, "", "x".repeat((4 << 20) + 1));
            }
        });
        registry.failsToDigest(
                Kind.INVALID_RESPONSE, 2, "the answer of SERVER cannot be used: it is larger than 4 MiB");
    }

    @Test
    public void noSuchTag() {
        registry.server.answers(exchange -> exchange.reply(404, "", ""));
        registry.failsToDigest(
                Kind.NOT_FOUND,
                1,
                "there is no such repository or tag, or these credentials may not see it (HTTP 404). Check the spelling"
                        + " of the image and the rights of the credentials.");
    }
}
