package io.jenkins.plugins.fleetimagescan.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.jenkins.plugins.fleetimagescan.engine.image.Digest;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException.Kind;
import io.jenkins.plugins.fleetimagescan.testing.DockerRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** The reference implementation of distribution, in each of its ways to let people in. */
public class RealRegistryTest {
    private static final String PASSWORD = "s3cr3t-password-of-robot";
    private static final RegistryCredential ROBOT = RegistryCredential.basic("robot", PASSWORD);

    @Rule
    public final DockerRegistry open = new DockerRegistry();

    @Rule
    public final DockerRegistry closed = new DockerRegistry().withUser("robot", PASSWORD);

    @Rule
    public final DockerRegistry secure = new DockerRegistry().withTls().withUser("robot", PASSWORD);

    @Rule
    public final DockerRegistry tokens = new DockerRegistry().withTokens();

    @Test
    public void listsTagsAndTellsDigestsOfAnOpenRegistry() throws Exception {
        String digest = open.push("team/app", "1.0.0", "1.1.0", "latest");
        String index = open.pushIndex("team/app", "multi");
        try (RegistryClient client = new RegistryClient(RegistryOptions.defaults())) {
            ImageReference image = ImageReference.parse(open.image("team/app"));
            assertThat(client.tags(image, RegistryCredential.none()))
                    .containsExactly("1.0.0", "1.1.0", "latest", "multi");
            assertThat(client.digest(image, "1.1.0", RegistryCredential.none())).isEqualTo(new Digest(digest));
            assertThat(client.digest(image, "multi", RegistryCredential.none())).isEqualTo(new Digest(index));
            assertThat(client.counts()).isEqualTo(new RequestCounts(1, 2, 0, 0, 0, 0, 0));
        }
    }

    @Test
    public void bringsUserAndPasswordWhereTheyAreAskedFor() throws Exception {
        closed.push("team/app", "1.0.0");
        closed.push("team/other", "2.0.0");
        try (RegistryClient client = new RegistryClient(RegistryOptions.defaults())) {
            assertThat(client.tags(ImageReference.parse(closed.image("team/app")), ROBOT))
                    .containsExactly("1.0.0");
            assertThat(client.tags(ImageReference.parse(closed.image("team/other")), ROBOT))
                    .containsExactly("2.0.0");
            assertThat(client.counts()).isEqualTo(new RequestCounts(2, 0, 0, 0, 1, 0, 0));
        }
    }

    @Test
    public void wrongPasswordIsSaidOnceAndNotShown() throws Exception {
        closed.push("team/app", "1.0.0");
        try (RegistryClient client = new RegistryClient(RegistryOptions.defaults())) {
            assertThatThrownBy(() -> client.tags(
                            ImageReference.parse(closed.image("team/app")),
                            RegistryCredential.basic("robot", "s3cr3t-wrong")))
                    .asInstanceOf(type(RegistryException.class))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAUTHORIZED))
                    .extracting(Throwable::getMessage)
                    .asString()
                    .startsWith(
                            "Cannot list the tags of " + closed.image("team/app")
                                    + ": the registry refused the credentials (user robot, password ****; HTTP 401, UNAUTHORIZED");
            assertThat(client.counts().total()).isEqualTo(2);
        }
    }

    @Test
    public void trustsAnAuthorityOfItsOwnOnlyWhereToldTo() throws Exception {
        String digest = secure.push("team/app", "1.0.0");
        ImageReference image = ImageReference.parse(secure.image("team/app"));
        RegistrySettings settings = RegistrySettings.of(secure.host()).withCaCertificates(secure.caCertificates());
        try (RegistryClient client =
                new RegistryClient(RegistryOptions.defaults().withRegistry(settings))) {
            assertThat(client.tags(image, ROBOT)).containsExactly("1.0.0");
            assertThat(client.digest(image, "1.0.0", ROBOT)).isEqualTo(new Digest(digest));
        }
    }

    @Test
    public void fetchesATokenForEachRepositoryThatTheRegistryItselfVerifies() throws Exception {
        String digest = tokens.push("team/app", "1.0.0");
        tokens.push("team/other", "2.0.0");
        tokens.tokenServer().requireUser("robot", PASSWORD);
        try (RegistryClient client = new RegistryClient(RegistryOptions.defaults())) {
            ImageReference app = ImageReference.parse(tokens.image("team/app"));
            assertThat(client.tags(app, ROBOT)).containsExactly("1.0.0");
            assertThat(client.digest(app, "1.0.0", ROBOT)).isEqualTo(new Digest(digest));
            assertThat(client.tags(ImageReference.parse(tokens.image("team/other")), ROBOT))
                    .containsExactly("2.0.0");
            assertThat(client.counts()).isEqualTo(new RequestCounts(2, 1, 0, 2, 1, 0, 0));
            assertThat(tokens.tokenServer().requests())
                    .isEqualTo(
                            List.of(
                                    "GET scope=repository:team/app:pull&service=test registry & co&account=robot&client_id=fleet-image-scan",
                                    "GET scope=repository:team/other:pull&service=test registry & co&account=robot&client_id=fleet-image-scan"));
        }
    }

    @Test
    public void exchangesAnIdentityTokenByPost() throws Exception {
        tokens.push("team/app", "1.0.0");
        tokens.tokenServer().requireRefreshToken("s3cr3t-refresh");
        try (RegistryClient client = new RegistryClient(RegistryOptions.defaults())) {
            ImageReference app = ImageReference.parse(tokens.image("team/app"));
            assertThat(client.tags(app, RegistryCredential.identityToken("s3cr3t-refresh")))
                    .containsExactly("1.0.0");
            assertThat(tokens.tokenServer().requests())
                    .singleElement()
                    .asString()
                    .startsWith("POST grant_type=refresh_token&client_id=fleet-image-scan&service=test registry & co");
        }
    }

    @Test
    public void fetchesANewTokenWhenTheOldOneHasExpired() throws Exception {
        tokens.push("team/app", "1.0.0");
        tokens.tokenServer().setLifetime(Duration.ofSeconds(2));
        try (RegistryClient client = new RegistryClient(RegistryOptions.defaults())) {
            ImageReference app = ImageReference.parse(tokens.image("team/app"));
            client.tags(app, RegistryCredential.none());
            Thread.sleep(2100);
            assertThat(client.tags(app, RegistryCredential.none())).containsExactly("1.0.0");
            assertThat(client.counts()).isEqualTo(new RequestCounts(2, 0, 0, 2, 1, 0, 0));
        }
    }
}
