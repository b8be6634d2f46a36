package io.jenkins.plugins.fleetimagescan.engine.registry;

import static io.jenkins.plugins.fleetimagescan.engine.registry.FaultyRegistry.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.fleetimagescan.engine.image.Digest;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.testing.DockerRegistry;
import io.jenkins.plugins.fleetimagescan.testing.ScriptedServer.Request;
import org.junit.Rule;
import org.junit.Test;

/** A mirror is asked first, never trusted with the registry's credentials, and no loss when it fails. */
public class MirrorTest {
    @Rule
    public final FaultyRegistry registry = new FaultyRegistry();

    @Rule
    public final DockerRegistry upstream = new DockerRegistry();

    private void mirror(String path) {
        registry.options = registry.options.withRegistry(
                RegistrySettings.of(registry.server.host()).withMirror(registry.stranger.host() + path));
    }

    @Test
    public void isAskedInPlaceOfTheRegistry() throws Exception {
        mirror("");
        registry.stranger.answers(exchange -> exchange.reply(200, "", page("1.0")));
        assertThat(registry.tags()).containsExactly("1.0");
        assertThat(registry.server.requests()).isEmpty();
    }

    @Test
    public void mayKeepTheRepositoriesBelowAPrefix() throws Exception {
        mirror("/proxy/hub/");
        registry.stranger.answers(exchange -> exchange.reply(200, "", page("1.0")));
        registry.tags();
        assertThat(registry.stranger.requests())
                .extracting(Request::target)
                .containsExactly("/v2/proxy/hub/team/app/tags/list?n=1000");
    }

    @Test
    public void getsNoPasswordOfTheRegistryAndIsPassedOverOnce() throws Exception {
        mirror("");
        registry.stranger.answers(exchange -> exchange.reply(401, "WWW-Authenticate: Basic realm=mirror", ""));
        registry.server.answers(exchange -> {
            if (FaultyRegistry.ROBOT.basicHeader().equals(exchange.request().header("Authorization"))) {
                exchange.reply(200, "", page("2.0"));
            } else {
                exchange.reply(401, "WWW-Authenticate: Basic realm=registry", "");
            }
        });
        assertThat(registry.tags()).containsExactly("2.0");
        assertThat(registry.stranger.requests()).singleElement().satisfies(request -> assertThat(
                        request.header("Authorization"))
                .isNull());
        assertThat(registry.said).singleElement().asString().endsWith("Asking the registry itself.");
    }

    @Test
    public void failsOnceAndIsNotAskedAgainForTheSameQuestion() throws Exception {
        mirror("");
        registry.stranger.answers(exchange -> exchange.reply(503, "", ""));
        registry.server.answers(exchange -> exchange.reply(200, "", page("2.0")));
        assertThat(registry.tags()).containsExactly("2.0");
        assertThat(registry.stranger.requests()).hasSize(1);
    }

    @Test
    public void hasCredentialsOfItsOwn() throws Exception {
        mirror("");
        RegistryCredential own = RegistryCredential.basic("mirror", "own-password");
        registry.options = registry.options.withRegistry(
                RegistrySettings.of(registry.stranger.host()).withCredential(own));
        registry.stranger.answers(exchange -> {
            if (own.basicHeader().equals(exchange.request().header("Authorization"))) {
                exchange.reply(200, "", page("1.0"));
            } else {
                exchange.reply(401, "WWW-Authenticate: Basic realm=mirror", "");
            }
        });
        assertThat(registry.tags()).containsExactly("1.0");
        assertThat(registry.server.requests()).isEmpty();
    }

    @Test
    public void getsTheCredentialGivenForItAndNeverThatOfTheRegistryNorTheReverse() throws Exception {
        mirror("");
        RegistryCredential own = RegistryCredential.basic("mirror", "own-password");
        registry.stranger.answers(exchange -> {
            boolean known = own.basicHeader().equals(exchange.request().header("Authorization"));
            exchange.reply(known ? 403 : 401, "WWW-Authenticate: Basic realm=mirror", "");
        });
        registry.server.answers(exchange -> {
            boolean known =
                    FaultyRegistry.ROBOT.basicHeader().equals(exchange.request().header("Authorization"));
            exchange.reply(known ? 200 : 401, "WWW-Authenticate: Basic realm=registry", page("2.0"));
        });
        try (RegistryClient client = registry.client()) {
            RegistryCredentials both =
                    RegistryCredentials.of(registry.credential).withMirror(own);
            assertThat(client.tags(registry.image(), both)).containsExactly("2.0");
        }
        assertThat(registry.stranger.requests())
                .extracting(request -> request.header("Authorization"))
                .containsExactly(null, own.basicHeader());
        assertThat(registry.server.requests())
                .extracting(request -> request.header("Authorization"))
                .containsExactly(null, FaultyRegistry.ROBOT.basicHeader());
    }

    @Test
    public void thatWantsALoginSaysWhereToGiveIt() throws Exception {
        mirror("");
        registry.credential = RegistryCredential.none();
        registry.stranger.answers(exchange -> exchange.reply(401, "WWW-Authenticate: Basic realm=mirror", ""));
        registry.server.answers(exchange -> exchange.reply(401, "WWW-Authenticate: Basic realm=registry", ""));
        RegistryException failure = catchThrowableOfType(RegistryException.class, registry::tags);
        assertThat(registry.said)
                .singleElement()
                .asString()
                .endsWith("if it is private, give the mirror a credential in the settings of its own host. Asking the"
                        + " registry itself.");
        assertThat(failure.getMessage())
                .endsWith("if it is private, name credentials in secretRef (command line: docker login).");
    }

    @Test
    public void ofOneWordIsNoFolderOfDockerHub() throws Exception {
        RegistryOptions options = RegistryOptions.defaults()
                .withRegistry(RegistrySettings.of("docker.io").withMirror("cache/hub"));
        ImageReference mirrored =
                options.mirrored(ImageReference.parse("nginx")).orElseThrow();
        assertThat(mirrored.registry()).isEqualTo("cache");
        assertThat(mirrored.repository()).isEqualTo("hub/library/nginx");
        assertThat(options.mirrored(ImageReference.parse("quay.io/team/app"))).isEmpty();
    }

    @Test
    public void pullThroughCacheOfTheReferenceImplementation() throws Exception {
        pullsThrough(new DockerRegistry(), RegistryCredentials.of(FaultyRegistry.ROBOT));
    }

    @Test
    public void pullThroughCacheThatWantsALogin() throws Exception {
        pullsThrough(
                new DockerRegistry().withUser("mirror", "own-password"),
                RegistryCredentials.of(FaultyRegistry.ROBOT)
                        .withMirror(RegistryCredential.basic("mirror", "own-password")));
    }

    private void pullsThrough(DockerRegistry cache, RegistryCredentials credentials) throws Exception {
        String digest = upstream.push("team/app", "1.0.0", "1.1.0");
        cache.withUpstream(upstream.base()).start();
        try (RegistryClient client = new RegistryClient(RegistryOptions.defaults()
                .withRegistry(RegistrySettings.of("registry.example.com").withMirror(cache.host())))) {
            ImageReference image = ImageReference.parse("registry.example.com/team/app");
            assertThat(client.tags(image, credentials)).containsExactly("1.0.0", "1.1.0");
            assertThat(client.digest(image, "1.1.0", credentials)).isEqualTo(new Digest(digest));
        } finally {
            cache.stop();
        }
    }
}
