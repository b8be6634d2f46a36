package io.jenkins.plugins.fleetimagescan.testing;

import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.config.keys.loader.openssh.kdf.BCrypt;
import org.junit.rules.ExternalResource;

/**
 * A real registry (the reference implementation of distribution) on a free loopback port, with an empty storage of
 * its own. Tests are skipped where the program is missing.
 *
 * <pre>{@code
 * @Rule public final DockerRegistry registry = new DockerRegistry();
 * …
 * String digest = registry.push("team/app", "1.0.0");
 * ImageReference image = registry.image("team/app");
 * }</pre>
 */
public final class DockerRegistry extends ExternalResource {
    /** Where Debian's package puts it; {@code -Ddocker.registry=…} names another. */
    private static final String PROGRAM = System.getProperty("docker.registry", "/usr/bin/docker-registry");

    private Optional<String> user = Optional.empty();
    private Optional<String> password = Optional.empty();
    private boolean tls;
    private boolean tokens;
    private Optional<String> upstream = Optional.empty();

    private Path folder;
    private int port;
    private Process process;
    private TestCertificates certificates;
    private TokenServer tokenServer;
    private ImagePusher pusher;

    /** Lets only this user in, by Basic. */
    public DockerRegistry withUser(String user, String password) {
        this.user = Optional.of(user);
        this.password = Optional.of(password);
        return this;
    }

    /** HTTPS with a certificate that only {@link #caCertificates()} vouches for. */
    public DockerRegistry withTls() {
        tls = true;
        return this;
    }

    /** HTTPS with a certificate that may be no good; then nothing can be pushed. */
    public DockerRegistry withTls(TestCertificates certificates) {
        this.certificates = certificates;
        return withTls();
    }

    /** Lets in who has a token of {@link #tokenServer()}. */
    public DockerRegistry withTokens() {
        tokens = true;
        return this;
    }

    /** A pull-through cache of the registry at this address, such as {@code http://127.0.0.1:5000}. */
    public DockerRegistry withUpstream(String address) {
        upstream = Optional.of(address);
        return this;
    }

    @Override
    protected void before() throws Throwable {
        start();
    }

    @Override
    protected void after() {
        stop();
    }

    /** For use without the rule. */
    public void start() throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of(PROGRAM))) {
            System.err.println("Skipped: " + PROGRAM + " is missing. On Debian: apt-get install docker-registry; "
                    + "elsewhere name the program with -Ddocker.registry=/path/to/registry");
            assumeTrue(PROGRAM + " is missing", false);
        }
        folder = Files.createTempDirectory("docker-registry");
        if (tls && certificates == null) {
            certificates = TestCertificates.forLoopback();
        }
        if (tokens) {
            tokenServer = TokenServer.start();
        }
        port = freePort();
        Path config = Files.writeString(folder.resolve("config.yml"), config());
        process = new ProcessBuilder(PROGRAM, "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        awaitListening();
        pusher = new ImagePusher(this::base, certificates, this::pushAuthorization);
    }

    private String config() throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "version: 0.1",
                "log: {level: warn}",
                "storage:",
                "  filesystem: {rootdirectory: " + folder.resolve("storage") + "}",
                "  delete: {enabled: true}",
                "http:",
                "  addr: 127.0.0.1:" + port));
        if (tls) {
            lines.add("  tls:");
            lines.add("    certificate: " + Files.writeString(folder.resolve("tls.crt"), certificates.chainPem()));
            lines.add("    key: " + Files.writeString(folder.resolve("tls.key"), certificates.keyPem()));
        }
        if (user.isPresent()) {
            String line = user.get() + ":" + BCrypt.hashpw(password.get(), BCrypt.gensalt(4)) + "\n";
            lines.add("auth:");
            lines.add("  htpasswd: {realm: test, path: " + Files.writeString(folder.resolve("htpasswd"), line) + "}");
        }
        if (tokens) {
            Path bundle = Files.writeString(folder.resolve("tokens.crt"), tokenServer.certificatePem());
            lines.add("auth:");
            lines.add("  token:");
            tokenServer.settings(bundle).forEach((key, value) -> lines.add("    " + key + ": " + value));
        }
        upstream.ifPresent(address -> lines.add("proxy: {remoteurl: " + address + "}"));
        return String.join("\n", lines) + "\n";
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitListening() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end || !process.isAlive()) {
                    throw new IOException("the registry did not start: " + log(), e);
                }
                Thread.sleep(20);
            }
        }
    }

    /** Also within a test: from then on the registry is down. */
    public void stop() {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
            process = null;
        }
        if (tokenServer != null) {
            tokenServer.close();
            tokenServer = null;
        }
        if (folder != null) {
            FileTree.delete(folder);
            folder = null;
        }
    }

    /** Host and port as they stand in image names. */
    public String host() {
        return "127.0.0.1:" + port;
    }

    public String base() {
        return (tls ? "https://" : "http://") + host();
    }

    /** {@code host:port/repository}, to be parsed or written into a fleet.yaml. */
    public String image(String repository) {
        return host() + "/" + repository;
    }

    /** PEM of the authority that signed the registry's certificate. */
    public String caCertificates() {
        return certificates.authorityPem();
    }

    public TokenServer tokenServer() {
        return tokenServer;
    }

    /** Pushes a small image, different for each repository and first tag, under all the tags; returns its digest. */
    public String push(String repository, String... tags) throws IOException, InterruptedException {
        return pusher.push(repository, tags);
    }

    /** Pushes a multi-platform image; returns the digest of its index. */
    public String pushIndex(String repository, String tag) throws IOException, InterruptedException {
        return pusher.pushIndex(repository, tag);
    }

    private String pushAuthorization(String repository) {
        if (tokens) {
            return "Bearer " + tokenServer.token("repository:" + repository + ":pull,push");
        }
        return user.map(name -> "Basic "
                        + java.util.Base64.getEncoder()
                                .encodeToString((name + ":" + password.get()).getBytes(StandardCharsets.UTF_8)))
                .orElse(null);
    }

    /** What the registry printed, one line for each request included. */
    public String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }
}
