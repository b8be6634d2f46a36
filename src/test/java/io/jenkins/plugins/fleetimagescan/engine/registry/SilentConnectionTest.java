package io.jenkins.plugins.fleetimagescan.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException.Kind;
import io.jenkins.plugins.fleetimagescan.testing.DockerRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/**
 * A firewall that has forgotten an idle connection swallows what is sent on it, and tells nobody. HTTP/2 sends
 * everything on one connection, which is not given up by itself.
 */
public class SilentConnectionTest {
    @Rule
    public final DockerRegistry registry = new DockerRegistry().withTls();

    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private ServerSocket firewall;
    /** Connections below this number are forgotten. */
    private volatile int forgotten;

    @Before
    public void start() throws Exception {
        registry.push("team/app", "1.0.0");
        firewall = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        int port = Integer.parseInt(registry.host().split(":")[1]);
        daemon(() -> {
            for (int number = 0; ; number++) {
                Socket client = firewall.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.addAll(List.of(client, server));
                int own = number;
                daemon(() -> pass(client, server, own));
                daemon(() -> pass(server, client, own));
            }
        });
    }

    @After
    public void stop() throws Exception {
        firewall.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // The test is over, or one side has closed.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void pass(Socket from, Socket to, int number) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (number >= forgotten) {
                out.write(buffer, 0, n);
            }
        }
    }

    private RegistryOptions options() {
        return RegistryOptions.defaults()
                .withRegistry(RegistrySettings.of(host()).withCaCertificates(registry.caCertificates()))
                .withDeadline(Duration.ofSeconds(2));
    }

    private String host() {
        return "127.0.0.1:" + firewall.getLocalPort();
    }

    private List<String> tags(RegistryClient client) throws Exception {
        return client.tags(ImageReference.parse(host() + "/team/app"), RegistryCredential.none());
    }

    @Test
    public void isGivenUpWithTheRequestThatItSwallowed() throws Exception {
        try (RegistryClient client = new RegistryClient(options())) {
            assertThat(tags(client)).containsExactly("1.0.0");
            assertThat(tags(client)).containsExactly("1.0.0");
            assertThat(sockets).as("ends of one connection").hasSize(2);
            forgotten = 1;
            RegistryException failure = catchThrowableOfType(RegistryException.class, () -> tags(client));
            assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(tags(client)).containsExactly("1.0.0");
        }
    }

    @Test
    public void isNotTriedWhenItMayHaveBeenForgotten() throws Exception {
        HandClock clock = new HandClock(Instant.EPOCH);
        try (RegistryClient client = new RegistryClient(options(), line -> {}, clock)) {
            assertThat(tags(client)).containsExactly("1.0.0");
            clock.pass(Duration.ofMinutes(1));
            assertThat(tags(client)).containsExactly("1.0.0");
            assertThat(sockets).as("ends of one connection").hasSize(2);
            forgotten = 1;
            clock.pass(Duration.ofMinutes(1).plusNanos(1));
            assertThat(tags(client)).containsExactly("1.0.0");
        }
    }
}
