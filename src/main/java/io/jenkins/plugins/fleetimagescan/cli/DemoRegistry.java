package io.jenkins.plugins.fleetimagescan.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.fleetimagescan.engine.image.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A registry for the demo: what the OCI distribution specification asks of a registry that is only pulled from, in the
 * memory of this process and on the loopback interface.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md">OCI distribution
 *     specification</a>
 */
final class DemoRegistry implements AutoCloseable {
    private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final Pattern TAGS = Pattern.compile("/v2/(.+)/tags/list");
    private static final Pattern MANIFEST = Pattern.compile("/v2/(.+)/manifests/([^/]+)");

    private final HttpServer server;
    private final Map<String, Map<String, byte[]>> repositories = new TreeMap<>();

    private DemoRegistry(HttpServer server) {
        this.server = server;
        server.createContext("/v2/", this::answer);
    }

    static DemoRegistry start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        DemoRegistry registry = new DemoRegistry(server);
        server.start();
        return registry;
    }

    /** Host and port as they stand in image names. */
    String host() {
        return "localhost:" + server.getAddress().getPort();
    }

    /** Adds an image without layers whose configuration differs from tag to tag, as that of a real one would. */
    synchronized Digest push(String repository, String tag) {
        String manifest =
                """
                {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.oci.empty.v1+json",\
                "digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2},\
                "layers":[],"annotations":{"org.opencontainers.image.version":"%s"}}"""
                        .formatted(MANIFEST_TYPE, tag);
        byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
        repositories.computeIfAbsent(repository, r -> new TreeMap<>()).put(tag, bytes);
        return digest(bytes);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Matcher tags = TAGS.matcher(path);
            Matcher manifest = MANIFEST.matcher(path);
            if (path.equals("/v2/")) {
                send(exchange, 200, "application/json", "{}".getBytes(StandardCharsets.UTF_8));
            } else if (tags.matches()) {
                list(exchange, tags.group(1));
            } else if (manifest.matches()) {
                manifest(exchange, manifest.group(1), manifest.group(2));
            } else {
                error(exchange, "UNSUPPORTED");
            }
        }
    }

    private void list(HttpExchange exchange, String repository) throws IOException {
        Set<String> tags;
        synchronized (this) {
            tags = repositories.containsKey(repository)
                    ? new TreeSet<>(repositories.get(repository).keySet())
                    : null;
        }
        if (tags == null) {
            error(exchange, "NAME_UNKNOWN");
            return;
        }
        String list = tags.stream().map(tag -> '"' + tag + '"').collect(Collectors.joining(","));
        byte[] body =
                "{\"name\":\"%s\",\"tags\":[%s]}".formatted(repository, list).getBytes(StandardCharsets.UTF_8);
        send(exchange, 200, "application/json", body);
    }

    private void manifest(HttpExchange exchange, String repository, String tag) throws IOException {
        byte[] manifest;
        synchronized (this) {
            manifest = repositories.getOrDefault(repository, Map.of()).get(tag);
        }
        if (manifest == null) {
            error(exchange, "MANIFEST_UNKNOWN");
            return;
        }
        exchange.getResponseHeaders()
                .set("Docker-Content-Digest", digest(manifest).text());
        send(exchange, 200, MANIFEST_TYPE, manifest);
    }

    private static void error(HttpExchange exchange, String code) throws IOException {
        String body = "{\"errors\":[{\"code\":\"%s\",\"message\":\"unknown\"}]}".formatted(code);
        send(exchange, 404, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Digest digest(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return new Digest("sha256:" + HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has SHA-256
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
