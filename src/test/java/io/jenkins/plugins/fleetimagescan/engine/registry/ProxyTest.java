package io.jenkins.plugins.fleetimagescan.engine.registry;

import static io.jenkins.plugins.fleetimagescan.engine.registry.FaultyRegistry.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException.Kind;
import io.jenkins.plugins.fleetimagescan.testing.DockerRegistry;
import io.jenkins.plugins.fleetimagescan.testing.ScriptedServer;
import io.jenkins.plugins.fleetimagescan.testing.TestCertificates;
import java.nio.file.Path;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Registries behind a proxy; {@code registry.test} is a name that only the proxy knows. */
public class ProxyTest {
    private static final String PASSWORD = "s3cr3t-proxy-password";
    private static final ImageReference IMAGE = image();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ScriptedServer proxy;
    private ProxySettings settings;

    private static ImageReference image() {
        try {
            return ImageReference.parse("registry.test/team/app");
        } catch (io.jenkins.plugins.fleetimagescan.engine.image.InvalidImageException e) {
            throw new IllegalStateException(e);
        }
    }

    @Before
    public void start() throws Exception {
        proxy = ScriptedServer.start();
        String[] host = proxy.host().split(":");
        settings = ProxySettings.of(host[0], Integer.parseInt(host[1])).withCredentials("user", PASSWORD);
    }

    @After
    public void stop() throws Exception {
        proxy.close();
    }

    private static RegistryOptions insecure(ProxySettings proxy) {
        return RegistryOptions.defaults()
                .withAttempts(1)
                .withProxy(proxy)
                .withRegistry(RegistrySettings.of("registry.test").withInsecure(true));
    }

    @Test
    public void plainHttpGoesThroughWithTheLogin() throws Exception {
        proxy.answers(exchange -> exchange.reply(200, "", page("1.0")));
        try (RegistryClient client = new RegistryClient(insecure(settings))) {
            assertThat(client.tags(IMAGE, RegistryCredential.none())).containsExactly("1.0");
        }
        assertThat(proxy.requests()).singleElement().satisfies(request -> {
            assertThat(request.target()).isEqualTo("http://registry.test/v2/team/app/tags/list?n=1000");
            assertThat(request.header("Proxy-Authorization")).isEqualTo(settings.authorization());
        });
    }

    @Test
    public void excludedHostsAndLoopbackAreAskedDirectly() throws Exception {
        proxy.answers(exchange -> exchange.reply(200, "", page("1.0")));
        try (RegistryClient client = new RegistryClient(insecure(settings.withExclusions(List.of(".test"))))) {
            assertThat(catchThrowableOfType(
                                    RegistryException.class, () -> client.tags(IMAGE, RegistryCredential.none()))
                            .kind())
                    .isEqualTo(Kind.UNKNOWN_HOST);
            assertThat(proxy.requests()).isEmpty();
            client.tags(ImageReference.parse(proxy.host() + "/team/app"), RegistryCredential.none());
            assertThat(proxy.requests()).singleElement().satisfies(request -> assertThat(
                            request.header("Proxy-Authorization"))
                    .isNull());
        }
    }

    @Test
    public void aProxyThatCannotBeReachedIsNamed() {
        for (ProxySettings down : List.of(ProxySettings.of("localhost", 1), ProxySettings.of("proxy.invalid", 3128))) {
            try (RegistryClient client = new RegistryClient(insecure(down))) {
                assertThat(catchThrowableOfType(
                                RegistryException.class, () -> client.tags(IMAGE, RegistryCredential.none())))
                        .hasMessageContaining("http://registry.test is asked through the proxy " + down.host() + ":"
                                + down.port() + ", which takes no connections");
            }
        }
    }

    @Test
    public void wrongLoginNamesTheProxy() throws Exception {
        proxy.answers(exchange -> exchange.reply(407, "Proxy-Authenticate: Basic realm=\"proxy\"", ""));
        for (RegistryOptions options :
                List.of(insecure(settings), insecure(settings).withRegistry(RegistrySettings.of("registry.test")))) {
            try (RegistryClient client = new RegistryClient(options)) {
                RegistryException failure = catchThrowableOfType(
                        RegistryException.class, () -> client.tags(IMAGE, RegistryCredential.none()));
                assertThat(failure.kind()).isEqualTo(Kind.PROXY);
                assertThat(failure).hasMessageContaining("the proxy wants a login (HTTP 407)");
            }
        }
    }

    @Test
    public void exclusions() {
        ProxySettings some = settings.withExclusions(List.of(
                "one.example", ".two.example", "*.three.example", "10.0.*", "four.example:5000", " Five.Example "));
        assertThat(List.of(
                        "one.example",
                        "a.one.example",
                        "two.example",
                        "a.two.example",
                        "a.b.three.example",
                        "10.0.7.1",
                        "five.example",
                        "localhost",
                        "127.0.0.1"))
                .allMatch(host -> some.excludes(host, 443));
        assertThat(List.of("xone.example", "three.example", "10.1.0.0", "four.example"))
                .noneMatch(host -> some.excludes(host, 443));
        assertThat(some.excludes("four.example", 5000)).isTrue();
        assertThat(settings.withExclusions(List.of("*")).excludes("any.example", 443))
                .isTrue();
    }

    @Test
    public void passwordIsNotShown() {
        assertThat(settings.toString()).isEqualTo("127.0.0.1:" + settings.port() + " as user, password ****");
    }

    /** Java sends a proxy login before a tunnel only if told so when it starts, so this has a Java of its own. */
    @Test
    public void tunnelForHttpsWithTheLogin() throws Exception {
        TestCertificates certificates =
                TestCertificates.make(folder.getRoot().toPath(), "san=dns:registry.test,ip:127.0.0.1", "-1d", "3");
        DockerRegistry registry = new DockerRegistry().withTls(certificates);
        registry.start();
        try {
            registry.push("team/app", "1.0.0");
            proxy.answers(exchange -> exchange.tunnelTo(registry.host()));
            Path ca = folder.newFile("ca.pem").toPath();
            java.nio.file.Files.writeString(ca, certificates.authorityPem());
            Process java = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Djdk.http.auth.tunneling.disabledSchemes=",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            Tunnel.class.getName(),
                            proxy.host(),
                            ca.toString())
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(java.getInputStream().readAllBytes())).isEqualTo("[1.0.0]\n");
            assertThat(proxy.requests()).allSatisfy(request -> {
                assertThat(request.method() + " " + request.target()).isEqualTo("CONNECT registry.test:443");
                assertThat(request.header("Proxy-Authorization")).isEqualTo(settings.authorization());
            });
        } finally {
            registry.stop();
        }
    }

    /** Lists tags through a proxy: address of the proxy, file of the CA. */
    public static final class Tunnel {
        public static void main(String[] args) throws Exception {
            String[] host = args[0].split(":");
            RegistryOptions options = RegistryOptions.defaults()
                    .withProxy(
                            ProxySettings.of(host[0], Integer.parseInt(host[1])).withCredentials("user", PASSWORD))
                    .withRegistry(RegistrySettings.of("registry.test")
                            .withCaCertificates(java.nio.file.Files.readString(Path.of(args[1]))));
            try (RegistryClient client = new RegistryClient(options)) {
                System.out.println(client.tags(image(), RegistryCredential.none()));
            }
        }
    }
}
