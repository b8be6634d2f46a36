package io.jenkins.plugins.fleetimagescan.engine.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends one HTTP request, body included, within a deadline; interrupting the thread cancels it at once. */
final class Transport implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /**
     * Connections that nobody has used for so long are not used again. Firewalls and load balancers forget idle ones, the
     * hasty of them after a few minutes, and tell neither end: what is then sent is lost without an answer.
     */
    private static final Duration LONGEST_IDLE = Duration.ofMinutes(1);

    @CheckForNull
    private final ProxySettings proxy;

    private final Timing timing;
    private final ConcurrentMap<Server, Connections> servers = new ConcurrentHashMap<>();
    private final Set<CompletableFuture<?>> inFlight = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param caCertificates additional ones; empty for the default trust alone */
    private record Server(Origin origin, String caCertificates) {}

    /** Those of one server. A client of Java has no way to close single ones, so that all go together. */
    private static final class Connections {
        private final HttpClient client;
        private int users;
        private long lastUse;

        Connections(HttpClient client) {
            this.client = client;
        }

        boolean areStale(long now) {
            return users == 0 && now - lastUse > LONGEST_IDLE.toNanos();
        }
    }

    Transport(@CheckForNull ProxySettings proxy, Timing timing) {
        this.proxy = proxy;
        this.timing = timing;
    }

    /**
     * @param caCertificates PEM, or null
     * @throws HttpTimeoutException if the deadline passes before the last byte of the body
     */
    <T> HttpResponse<T> send(
            HttpRequest request, BodyHandler<T> handler, @CheckForNull String caCertificates, Deadline deadline)
            throws IOException, InterruptedException {
        Server server = new Server(Origin.of(request.uri()), caCertificates == null ? "" : caCertificates);
        Connections connections = take(server);
        try {
            return send(connections.client, request, handler, deadline);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            // There is no connection to give up.
            String used = proxyFor(connections.client, request.uri());
            throw used == null ? e : new ProxyUnreachableException(used, e);
        } catch (HttpTimeoutException e) {
            // Perhaps the server is slow, perhaps the connection is dead: HTTP/2 would go on using it.
            servers.remove(server, connections);
            throw e;
        } finally {
            giveBack(server, connections);
        }
    }

    /** Host and port of the proxy that a request goes through; null if it goes to its server directly. */
    @CheckForNull
    private static String proxyFor(HttpClient client, URI uri) {
        ProxySelector selector = client.proxy().orElseGet(ProxySelector::getDefault);
        return selector == null
                ? null
                : selector.select(uri).stream()
                        .limit(1)
                        .map(Proxy::address)
                        .filter(InetSocketAddress.class::isInstance)
                        .map(InetSocketAddress.class::cast)
                        .map(address -> address.getHostString() + ":" + address.getPort())
                        .findFirst()
                        .orElse(null);
    }

    private Connections take(Server server) {
        long now = timing.nanoTime();
        return servers.compute(server, (key, known) -> {
            Connections connections =
                    known == null || known.areStale(now) ? new Connections(newClient(key.caCertificates())) : known;
            connections.users++;
            return connections;
        });
    }

    private void giveBack(Server server, Connections connections) {
        long now = timing.nanoTime();
        servers.computeIfPresent(server, (key, known) -> {
            if (known == connections) {
                connections.users--;
                connections.lastUse = now;
            }
            return known;
        });
    }

    private <T> HttpResponse<T> send(HttpClient client, HttpRequest request, BodyHandler<T> handler, Deadline deadline)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> exchange = client.sendAsync(authorizedByProxy(request), handler);
        inFlight.add(exchange);
        try {
            if (closed) {
                throw new IllegalStateException("The registry client is closed");
            }
            // The time-out of a request ends with its headers; this one covers the body as well.
            return exchange.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            HttpTimeoutException timeout = new HttpTimeoutException("deadline of " + deadline.length() + " passed");
            timeout.initCause(e);
            throw timeout;
        } catch (CancellationException e) {
            throw new IllegalStateException("The registry client is closed", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof CancellationException) {
                throw new IllegalStateException("The registry client is closed", e);
            }
            throw new IOException(e.getCause());
        } finally {
            exchange.cancel(true);
            inFlight.remove(exchange);
        }
    }

    private HttpRequest authorizedByProxy(HttpRequest request) {
        // HttpClient itself sends this header to proxies only, on the request or on the CONNECT before it.
        if (proxy == null || proxy.authorization() == null || bypassesProxy(request.uri())) {
            return request;
        }
        return HttpRequest.newBuilder(request, (name, value) -> true)
                .header("Proxy-Authorization", proxy.authorization())
                .build();
    }

    private boolean bypassesProxy(URI uri) {
        return proxy == null || proxy.excludes(uri.getHost(), Origin.of(uri).port());
    }

    private HttpClient newClient(String caCertificates) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                // Redirects are followed by the caller, which knows what must not cross hosts.
                .followRedirects(Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT)
                .sslContext(Trust.context(caCertificates));
        if (proxy != null) {
            builder.proxy(new Selector());
        }
        return builder.build();
    }

    /** Cancels what is in flight. The clients' own threads end when the clients are no longer reachable. */
    @Override
    public void close() {
        closed = true;
        inFlight.forEach(exchange -> exchange.cancel(true));
        servers.clear();
    }

    private final class Selector extends ProxySelector {
        @Override
        public List<Proxy> select(URI uri) {
            if (proxy == null || bypassesProxy(uri)) {
                return List.of(Proxy.NO_PROXY);
            }
            return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.host(), proxy.port())));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException error) {
            // The failure reaches the caller as an exception.
        }
    }
}
