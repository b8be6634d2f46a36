package io.jenkins.plugins.fleetimagescan.engine.registry;

import static io.jenkins.plugins.fleetimagescan.engine.registry.FaultyRegistry.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.testing.ScriptedServer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Interrupting the thread of a call ends it at once, wherever it is. */
public class CancellationTest {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch gone = new CountDownLatch(1);
    private ScriptedServer server;

    @Before
    public void start() throws Exception {
        server = ScriptedServer.start();
    }

    @After
    public void stop() throws Exception {
        server.close();
    }

    private void interruptsWithinASecond(RegistryOptions options) throws Exception {
        AtomicReference<Throwable> end = new AtomicReference<>();
        try (RegistryClient client = new RegistryClient(options, line -> reached.countDown())) {
            ImageReference image = ImageReference.parse(server.host() + "/team/app");
            Thread caller = new Thread(() -> {
                try {
                    client.tags(image, RegistryCredential.none());
                } catch (Throwable e) {
                    end.set(e);
                }
            });
            caller.start();
            assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
            Thread.sleep(100);
            caller.interrupt();
            caller.join(5_000);
            assertThat(end.get()).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    public void beforeTheHeaders() throws Exception {
        server.answers(exchange -> {
            reached.countDown();
            awaitGone(exchange);
        });
        interruptsWithinASecond(RegistryOptions.defaults());
        assertThat(gone.await(5, TimeUnit.SECONDS)).as("connection given up").isTrue();
    }

    @Test
    public void withinTheBody() throws Exception {
        server.answers(exchange -> {
            exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"tags\":[");
            reached.countDown();
            awaitGone(exchange);
        });
        interruptsWithinASecond(RegistryOptions.defaults());
        assertThat(gone.await(5, TimeUnit.SECONDS)).as("connection given up").isTrue();
    }

    private void awaitGone(ScriptedServer.Exchange exchange) throws InterruptedException {
        while (!exchange.isGone()) {
            Thread.sleep(10);
        }
        gone.countDown();
    }

    @Test
    public void whileWaitingToTryAgain() throws Exception {
        server.answers(exchange -> exchange.reply(503, "Retry-After: 60", ""));
        interruptsWithinASecond(RegistryOptions.defaults());
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    public void whileWaitingForTheEndOfAPauseThatAnotherCallWasTold() throws Exception {
        server.answers(exchange -> exchange.reply(exchange.number() == 1 ? 200 : 429, "Retry-After: 60", page("1.0")));
        try (RegistryClient client = new RegistryClient(RegistryOptions.defaults(), line -> reached.countDown())) {
            ImageReference image = ImageReference.parse(server.host() + "/team/app");
            client.tags(image, RegistryCredential.none());
            Thread told = new Thread(() -> quietly(client, image));
            told.start();
            assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
            Thread other = new Thread(() -> quietly(client, image));
            other.start();
            Thread.sleep(100);
            other.interrupt();
            other.join(1_000);
            assertThat(other.isAlive()).isFalse();
            assertThat(server.requests()).hasSize(2);
            told.interrupt();
            told.join(1_000);
        }
    }

    @Test
    public void whileWaitingForATokenServer() throws Exception {
        server.answers(exchange -> {
            if (exchange.request().target().startsWith("/token")) {
                reached.countDown();
                awaitGone(exchange);
            } else {
                exchange.reply(401, "WWW-Authenticate: Bearer realm=\"/token\"", "");
            }
        });
        interruptsWithinASecond(RegistryOptions.defaults());
    }

    @Test
    public void whileWaitingForAPlace() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        server.answers(exchange -> {
            end.await();
            exchange.reply(200, "", page("1.0"));
        });
        RegistryOptions one = RegistryOptions.defaults().withConcurrency(1);
        try (RegistryClient client = new RegistryClient(one)) {
            ImageReference image = ImageReference.parse(server.host() + "/team/app");
            Thread first = new Thread(() -> quietly(client, image));
            first.start();
            while (server.requests().isEmpty()) {
                Thread.sleep(5);
            }
            Thread second = new Thread(() -> quietly(client, image));
            second.start();
            Thread.sleep(100);
            second.interrupt();
            second.join(1_000);
            assertThat(second.isAlive()).isFalse();
            end.countDown();
            first.join(5_000);
            assertThat(client.tags(image, RegistryCredential.none())).containsExactly("1.0");
        }
    }

    private static void quietly(RegistryClient client, ImageReference image) {
        try {
            client.tags(image, RegistryCredential.none());
        } catch (RegistryException | InterruptedException e) {
            // Interrupted, as the test wants it.
        }
    }

    @Test
    public void closingTheClientEndsItsCalls() throws Exception {
        server.answers(exchange -> {
            reached.countDown();
            awaitGone(exchange);
        });
        AtomicReference<Throwable> end = new AtomicReference<>();
        RegistryClient client = new RegistryClient(RegistryOptions.defaults());
        ImageReference image = ImageReference.parse(server.host() + "/team/app");
        Thread caller = new Thread(() -> {
            try {
                client.tags(image, RegistryCredential.none());
            } catch (Throwable e) {
                end.set(e);
            }
        });
        caller.start();
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
        client.close();
        caller.join(1_000);
        assertThat(end.get()).isInstanceOf(IllegalStateException.class).hasMessage("The registry client is closed");
    }
}
