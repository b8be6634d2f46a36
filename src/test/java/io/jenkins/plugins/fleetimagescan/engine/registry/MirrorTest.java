package io.jenkins.plugins.fleetimagescan.engine.registry;

import static io.jenkins.plugins.fleetimagescan.engine.registry.FaultyRegistry.page;
import static org.assertj.core.api.Assertions.assertThat;

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
    public void pullThroughCacheOfTheReferenceImplementation() throws Exception {
        upstream.push("team/app", "1.0.0", "1.1.0");
        DockerRegistry cache = new DockerRegistry().withUpstream(upstream.base());
        cache.start();
        try (RegistryClient client = new RegistryClient(RegistryOptions.defaults()
                .withRegistry(RegistrySettings.of("registry.example.com").withMirror(cache.host())))) {
            var image = io.jenkins.plugins.fleetimagescan.engine.image.ImageReference.parse(
                    "registry.example.com/team/app");
            assertThat(client.tags(image, FaultyRegistry.ROBOT)).containsExactly("1.0.0", "1.1.0");
        } finally {
            cache.stop();
        }
    }
}
