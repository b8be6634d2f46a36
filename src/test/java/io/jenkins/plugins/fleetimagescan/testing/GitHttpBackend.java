package io.jenkins.plugins.fleetimagescan.testing;

import static org.junit.Assume.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.rules.ExternalResource;

/** Git's own server over HTTP, {@code git http-backend}, as a CGI program on a free port of the loopback interface. */
public final class GitHttpBackend extends ExternalResource {
    private static final int HEADER_LIMIT = 64 * 1024;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private Path folder;
    private volatile String login;

    /** Starts to serve the folder; skips the test, visibly, where the program is missing. */
    public GitHttpBackend serve(Path repositories) throws IOException {
        String programs = new RealGit(repositories).git("--exec-path");
        assumeTrue("git http-backend is not installed", Files.exists(Path.of(programs, "git-http-backend")));
        folder = repositories;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        return this;
    }

    public GitHttpBackend requireLogin(String user, String password) {
        login = "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return this;
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (login != null && !login.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            Process process = start(exchange);
            try (OutputStream in = process.getOutputStream();
                    InputStream body = exchange.getRequestBody()) {
                body.transferTo(in);
            }
            try (InputStream out = process.getInputStream()) {
                int status = 200;
                for (String line = line(out); !line.isEmpty(); line = line(out)) {
                    int colon = line.indexOf(':');
                    String value = line.substring(colon + 1).trim();
                    if (line.startsWith("Status:")) {
                        status = Integer.parseInt(value.split(" ")[0]);
                    } else {
                        exchange.getResponseHeaders().add(line.substring(0, colon), value);
                    }
                }
                exchange.sendResponseHeaders(status, 0);
                out.transferTo(exchange.getResponseBody());
            }
        }
    }

    /** RFC 3875, as far as git reads it. */
    private Process start(HttpExchange exchange) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_CONFIG_COUNT", "1");
        environment.put("GIT_CONFIG_KEY_0", "safe.directory");
        environment.put("GIT_CONFIG_VALUE_0", "*");
        environment.put("GIT_PROJECT_ROOT", folder.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("REMOTE_USER", "robot");
        environment.put("REMOTE_ADDR", "127.0.0.1");
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put("PATH_INFO", exchange.getRequestURI().getPath());
        environment.put("QUERY_STRING", orEmpty(exchange.getRequestURI().getQuery()));
        environment.put("CONTENT_TYPE", orEmpty(exchange.getRequestHeaders().getFirst("Content-Type")));
        environment.put(
                "HTTP_CONTENT_ENCODING", orEmpty(exchange.getRequestHeaders().getFirst("Content-Encoding")));
        environment.put("GIT_PROTOCOL", orEmpty(exchange.getRequestHeaders().getFirst("Git-Protocol")));
        return builder.start();
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n' && c >= 0 && line.length() < HEADER_LIMIT; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    protected void after() {
        if (server != null) {
            server.stop(0);
        }
        threads.shutdownNow();
    }
}
