package io.jenkins.plugins.fleetimagescan.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException.Kind;
import java.time.Duration;
import org.junit.Rule;
import org.junit.Test;

/** Connections that are not made, break or hang. */
public class ConnectionFaultsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    @Rule
    public final FaultyRegistry registry = new FaultyRegistry();

    @Test
    public void refused() throws Exception {
        registry.server.close();
        registry.failsToList(
                Kind.UNREACHABLE,
                0,
                "SERVER does not accept connections. Check the address, and whether the registry" + " is running.");
        assertThat(registry.counts.total()).isEqualTo(4);
        assertThat(registry.said).first().asString().endsWith("Trying again in 1 s.");
    }

    @Test
    public void closedWithoutAnAnswer() {
        registry.server.answers(exchange -> {});
        // Where not a single byte comes back, Java's client itself asks once more each time.
        registry.failsToList(Kind.UNREACHABLE, 8, broke());
    }

    @Test
    public void resetWithoutAnAnswer() {
        registry.server.answers(exchange -> exchange.reset());
        registry.failsToList(Kind.UNREACHABLE, 8, broke());
    }

    @Test
    public void closedWithinTheHeaders() {
        registry.server.answers(exchange -> exchange.write("HTTP/1.1 200 OK\r\nContent-Le"));
        registry.failsToList(Kind.UNREACHABLE, 4, broke());
    }

    @Test
    public void closedWithinTheBody() {
        registry.server.answers(exchange -> exchange.write(OK + "Content-Length: 100\r\n\r\n{\"tags\":[\"1.0\""));
        registry.failsToList(Kind.UNREACHABLE, 4, broke());
    }

    @Test
    public void resetWithinTheBody() {
        registry.server.answers(exchange -> {
            exchange.write(OK + "Content-Length: 100\r\n\r\n{\"tags\":[\"1.0\"");
            Thread.sleep(100);
            exchange.reset();
        });
        registry.failsToList(Kind.UNREACHABLE, 4, broke());
    }

    @Test
    public void closedWithinAChunk() {
        registry.server.answers(
                exchange -> exchange.write(OK + "Transfer-Encoding: chunked\r\n\r\n40\r\n{\"tags\":[\"1.0\""));
        registry.failsToList(Kind.UNREACHABLE, 4, broke());
    }

    @Test
    public void brokenOnceThenWell() throws Exception {
        registry.server.answers(exchange -> {
            if (exchange.number() == 1) {
                exchange.write(OK + "Content-Length: 100\r\n\r\n{\"tags\":[\"lost\"");
            } else {
                exchange.reply(200, "", FaultyRegistry.page("1.0"));
            }
        });
        assertThat(registry.tags()).containsExactly("1.0");
        assertThat(registry.counts).isEqualTo(new RequestCounts(1, 0, 0, 0, 0, 1, 0));
    }

    @Test
    public void statusLineThatIsNoHttp() {
        registry.server.answers(exchange -> exchange.write("SSH-2.0-OpenSSH_9.6\r\n\r\n"));
        registry.failsToList(Kind.INVALID_RESPONSE, 1, noHttp());
    }

    @Test
    public void floodOfHeaders() {
        registry.server.answers(exchange -> {
            exchange.write(OK);
            for (int i = 0; i < 100_000; i++) {
                exchange.write("X-Header-" + i + ": " + "x".repeat(100) + "\r\n");
            }
        });
        registry.failsToList(Kind.INVALID_RESPONSE, 1, noHttp());
    }

    @Test(timeout = 10_000)
    public void headersThatDoNotCome() {
        registry.options = registry.options.withDeadline(Duration.ofSeconds(1));
        registry.server.answers(exchange -> Thread.sleep(60_000));
        registry.failsToList(Kind.TIMEOUT, 1, late());
    }

    @Test(timeout = 10_000)
    public void bodyThatDripsForEver() {
        registry.options = registry.options.withDeadline(Duration.ofSeconds(1));
        registry.server.answers(exchange -> {
            exchange.write(OK + "Content-Length: 1000000\r\n\r\n{\"tags\":[");
            while (true) {
                exchange.write("\"1.0\",");
                Thread.sleep(50);
            }
        });
        registry.failsToList(Kind.TIMEOUT, 1, late());
    }

    @Test
    public void nameThatDoesNotResolve() throws Exception {
        try (RegistryClient client = registry.client()) {
            ImageReference image = ImageReference.parse("registry.invalid/team/app");
            RegistryException failure = org.assertj.core.api.Assertions.catchThrowableOfType(
                    RegistryException.class, () -> client.tags(image, RegistryCredential.none()));
            assertThat(failure)
                    .hasMessage("Cannot list the tags of registry.invalid/team/app: the name registry.invalid does not"
                            + " resolve. Check the spelling of the registry and the name server of this machine.");
            assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN_HOST);
            assertThat(client.counts().total()).isEqualTo(1);
        }
    }

    @Test
    public void plainHttpWhereTlsIsExpected() throws Exception {
        registry.options = registry.options.withRegistry(RegistrySettings.of(registry.server.host())
                .withCaCertificates(io.jenkins.plugins.fleetimagescan.testing.TestCertificates.forLoopback()
                        .authorityPem()));
        registry.server.answers(exchange -> exchange.reply(200, "", FaultyRegistry.page("1.0")));
        registry.failsToList(
                Kind.TLS,
                0,
                "no secure connection to https://" + registry.server.host()
                        + ": …. If the registry speaks plain HTTP, list it as"
                        + " insecure.");
    }

    private static String broke() {
        return "the connection to SERVER broke (…). Check the network and the log of the registry.";
    }

    private static String noHttp() {
        return "SERVER does not speak HTTP as it should (…). Check the address of the registry.";
    }

    private static String late() {
        return "SERVER did not answer in time (1 s for everything). Check the network; if the registry is just slow,"
                + " allow it more time.";
    }
}
