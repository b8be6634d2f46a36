package io.jenkins.plugins.fleetimagescan.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate authority of its own and a server certificate signed by it, made with the keytool of this Java. */
public final class TestCertificates {
    private static final char[] STORE_PASSWORD = "changeit".toCharArray();

    private static TestCertificates loopback;

    private final X509Certificate authority;
    private final X509Certificate server;
    private final PrivateKey key;

    private TestCertificates(X509Certificate authority, X509Certificate server, PrivateKey key) {
        this.authority = authority;
        this.server = server;
        this.key = key;
    }

    /** For {@code localhost} and {@code 127.0.0.1}, valid now; the same ones on each call, since making them is slow. */
    public static synchronized TestCertificates forLoopback() throws IOException, InterruptedException {
        if (loopback == null) {
            Path folder = Files.createTempDirectory("certificates");
            loopback = make(folder, "san=dns:localhost,ip:127.0.0.1", "-1d", "3");
            FileTree.delete(folder);
        }
        return loopback;
    }

    /**
     * @param names extension {@code san} in keytool's spelling
     * @param start offset from now in keytool's spelling, such as {@code -10d}
     * @param days of validity from there
     */
    public static TestCertificates make(Path folder, String names, String start, String days)
            throws IOException, InterruptedException {
        String store =
                Files.createTempDirectory(folder, "keys").resolve("keys.p12").toString();
        String request = store + ".csr";
        String signed = store + ".crt";
        // RSA, because the registry's token verification is to be tested with the same keys.
        keytool(store, "-genkeypair", "-alias", "ca", "-keyalg", "RSA", "-dname", "CN=Test CA", "-ext", "bc:c");
        keytool(store, "-genkeypair", "-alias", "server", "-keyalg", "RSA", "-dname", "CN=test registry");
        keytool(store, "-certreq", "-alias", "server", "-file", request);
        keytool(
                store,
                "-gencert",
                "-alias",
                "ca",
                "-infile",
                request,
                "-outfile",
                signed,
                "-ext",
                names,
                "-startdate",
                start,
                "-validity",
                days);
        keytool(store, "-importcert", "-noprompt", "-alias", "server", "-file", signed);
        try (InputStream in = Files.newInputStream(Path.of(store))) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, STORE_PASSWORD);
            return new TestCertificates(
                    (X509Certificate) keys.getCertificate("ca"),
                    (X509Certificate) keys.getCertificate("server"),
                    (PrivateKey) keys.getKey("server", STORE_PASSWORD));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static void keytool(String store, String... arguments) throws IOException, InterruptedException {
        Path program = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store, "-storetype", "PKCS12", "-storepass", new String(STORE_PASSWORD)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException("keytool failed: " + output);
        }
    }

    /** The certificate to trust. */
    public String authorityPem() {
        return pem(authority);
    }

    /** The server's certificate followed by its authority's. */
    public String chainPem() {
        return pem(server) + pem(authority);
    }

    public String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    public X509Certificate server() {
        return server;
    }

    public X509Certificate authority() {
        return authority;
    }

    public PrivateKey key() {
        return key;
    }

    private static String pem(Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String what, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
    }
}
