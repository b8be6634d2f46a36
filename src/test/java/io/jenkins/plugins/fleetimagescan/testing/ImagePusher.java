package io.jenkins.plugins.fleetimagescan.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Pushes the smallest images that a registry accepts, over its own API. */
final class ImagePusher {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

    private final Supplier<String> base;
    private final UnaryOperator<String> authorization;
    private final HttpClient http;

    /** @param authorization for pushing to a repository; may give null */
    ImagePusher(Supplier<String> base, TestCertificates certificates, UnaryOperator<String> authorization) {
        this.base = base;
        this.authorization = authorization;
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        this.http = certificates == null
                ? builder.build()
                : builder.sslContext(trust(certificates)).build();
    }

    String push(String repository, String... tags) throws IOException, InterruptedException {
        byte[] manifest = manifest(repository, repository + ":" + tags[0]);
        for (String tag : tags) {
            put(repository, tag, MANIFEST, manifest);
        }
        return digest(manifest);
    }

    String pushIndex(String repository, String tag) throws IOException, InterruptedException {
        StringBuilder manifests = new StringBuilder();
        for (String architecture : new String[] {"amd64", "arm64"}) {
            byte[] manifest = manifest(repository, repository + ":" + tag + " for " + architecture);
            put(repository, digest(manifest), MANIFEST, manifest);
            manifests
                    .append(manifests.isEmpty() ? "" : ",")
                    .append(descriptor(MANIFEST, manifest).replaceFirst("}$", ""))
                    .append(",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}}");
        }
        byte[] index = bytes("{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":[" + manifests + "]}");
        put(repository, tag, INDEX, index);
        return digest(index);
    }

    private byte[] manifest(String repository, String label) throws IOException, InterruptedException {
        byte[] config = bytes("{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"Labels\":{\"name\":\"" + label
                + "\"}},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}");
        byte[] layer = new byte[1024];
        upload(repository, config);
        upload(repository, layer);
        return bytes("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":" + descriptor(CONFIG, config)
                + ",\"layers\":[" + descriptor(LAYER, layer) + "]}");
    }

    private static String descriptor(String type, byte[] content) {
        return "{\"mediaType\":\"" + type + "\",\"size\":" + content.length + ",\"digest\":\"" + digest(content)
                + "\"}";
    }

    private void upload(String repository, byte[] blob) throws IOException, InterruptedException {
        URI start = URI.create(base.get() + "/v2/" + repository + "/blobs/uploads/");
        HttpResponse<String> begun =
                send(repository, HttpRequest.newBuilder(start).POST(BodyPublishers.noBody()), 202);
        URI location = start.resolve(begun.headers().firstValue("Location").orElseThrow());
        URI end = URI.create(location + (location.getQuery() == null ? "?" : "&") + "digest=" + digest(blob));
        send(
                repository,
                HttpRequest.newBuilder(end)
                        .header("Content-Type", "application/octet-stream")
                        .PUT(BodyPublishers.ofByteArray(blob)),
                201);
    }

    private void put(String repository, String reference, String type, byte[] manifest)
            throws IOException, InterruptedException {
        URI uri = URI.create(base.get() + "/v2/" + repository + "/manifests/" + reference);
        send(
                repository,
                HttpRequest.newBuilder(uri).header("Content-Type", type).PUT(BodyPublishers.ofByteArray(manifest)),
                201);
    }

    private HttpResponse<String> send(String repository, HttpRequest.Builder request, int expected)
            throws IOException, InterruptedException {
        String header = authorization.apply(repository);
        if (header != null) {
            request.header("Authorization", header);
        }
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() != expected) {
            throw new IOException(response + " " + response.body());
        }
        return response;
    }

    private static SSLContext trust(TestCertificates certificates) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("ca", certificates.authority());
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static String digest(byte[] content) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
