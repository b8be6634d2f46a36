package io.jenkins.plugins.fleetimagescan.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * A token server whose signed tokens a real registry verifies.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/jwt/">distribution, token implementation</a>
 */
public final class TokenServer implements AutoCloseable {
    public static final String SERVICE = "test registry & co";
    public static final String ISSUER = "test issuer";

    private final TestCertificates certificates;
    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Optional<String> basic = Optional.empty();
    private volatile Optional<String> refreshToken = Optional.empty();
    private volatile Duration lifetime = Duration.ofMinutes(5);

    private TokenServer(TestCertificates certificates) throws IOException {
        this.certificates = certificates;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", this::answer);
        server.start();
    }

    public static TokenServer start() throws IOException, InterruptedException {
        return new TokenServer(TestCertificates.forLoopback());
    }

    /** From now on tokens are given to this user only. */
    public void requireUser(String user, String password) {
        basic = Optional.of("Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
    }

    /** From now on tokens are given, by POST, for this refresh token only. */
    public void requireRefreshToken(String token) {
        refreshToken = Optional.of(token);
    }

    /** How long tokens last, by what is signed and by what is said. */
    public void setLifetime(Duration lifetime) {
        this.lifetime = lifetime;
    }

    public URI realm() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
    }

    /** What the registry must trust. */
    public String certificatePem() {
        return certificates.chainPem();
    }

    /** Method and decoded query or form of each request. */
    public List<String> requests() {
        return requests;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String form = exchange.getRequestMethod().equals("POST")
                    ? new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                    : exchange.getRequestURI().getRawQuery();
            String readable = URLDecoder.decode(form, StandardCharsets.UTF_8);
            requests.add(exchange.getRequestMethod() + " " + readable);
            boolean welcome = refreshToken.isPresent()
                    ? exchange.getRequestMethod().equals("POST")
                            && Arrays.asList(form.split("&")).contains("refresh_token=" + refreshToken.get())
                    : basic.isEmpty()
                            || basic.get().equals(exchange.getRequestHeaders().getFirst("Authorization"));
            String scopes = Arrays.stream(form.split("&"))
                    .filter(part -> part.startsWith("scope="))
                    .map(part -> URLDecoder.decode(part.substring(6), StandardCharsets.UTF_8))
                    .collect(Collectors.joining(" "));
            byte[] reply = (welcome
                            ? "{\"unknown\": {\"token\": \"no\"}, \"access_token\": \"" + token(scopes)
                                    + "\", \"expires_in\": " + lifetime.toSeconds() + "}"
                            : "{\"errors\": [{\"code\": \"UNAUTHORIZED\", \"message\": \"incorrect username or password\"}]}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(welcome ? 200 : 401, reply.length);
            exchange.getResponseBody().write(reply);
        }
    }

    /** A token for scopes such as {@code repository:team/app:pull,push}, separated by spaces. */
    public String token(String scopes) {
        String access = Arrays.stream(scopes.split(" "))
                .filter(scope -> !scope.isEmpty())
                .map(scope -> scope.split(":", -1))
                .map(scope -> "{\"type\":\"" + scope[0] + "\",\"name\":\"" + scope[1] + "\",\"actions\":["
                        + Arrays.stream(scope[2].split(","))
                                .map(action -> "\"" + action + "\"")
                                .collect(Collectors.joining(","))
                        + "]}")
                .collect(Collectors.joining(","));
        Instant now = Instant.now();
        String claims = "{\"iss\":\"" + ISSUER + "\",\"sub\":\"tester\",\"aud\":\"" + SERVICE + "\",\"jti\":\""
                + now.toEpochMilli()
                + "\",\"nbf\":" + now.minusSeconds(30).getEpochSecond() + ",\"iat\":" + now.getEpochSecond()
                + ",\"exp\":" + now.plus(lifetime).getEpochSecond() + ",\"access\":[" + access + "]}";
        try {
            String chain = List.of(certificates.server(), certificates.authority()).stream()
                    .map(TokenServer::base64)
                    .map(der -> "\"" + der + "\"")
                    .collect(Collectors.joining(","));
            String signed = url("{\"typ\":\"JWT\",\"alg\":\"RS256\",\"x5c\":[" + chain + "]}") + "." + url(claims);
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(certificates.key());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(java.security.cert.Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What the registry's configuration needs to know. */
    Map<String, String> settings(Path bundle) {
        return Map.of(
                "realm", realm().toString(), "service", SERVICE, "issuer", ISSUER, "rootcertbundle", bundle.toString());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
