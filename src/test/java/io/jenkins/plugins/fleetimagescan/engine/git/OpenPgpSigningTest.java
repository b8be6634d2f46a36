package io.jenkins.plugins.fleetimagescan.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assert.assertThrows;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.fleetimagescan.testing.RealGit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Commits signed with keys of GnuPG, and judged by it through git. */
public class OpenPgpSigningTest {
    private static final String PASSPHRASE = "s3cr3t-パスフレーズ";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private Path home;
    private RealGit origin;
    private RealGit work;

    @Before
    public void needsPrograms() throws Exception {
        RealGit.assumeInstalled();
        Path root = folder.getRoot().toPath().toRealPath();
        // Sockets have short paths.
        home = Files.createTempDirectory(
                "gpg", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        assumeTrue("gpg is not installed", installed());
        origin = RealGit.bareWith(root, "a/pod.yaml", TagRewriter.manifest("1"));
        work = origin.cloneTo("work");
    }

    private boolean installed() throws Exception {
        try {
            return start(List.of("gpg", "--version")).waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @After
    public void endAgent() throws Exception {
        start(List.of("gpgconf", "--homedir", home.toString(), "--kill", "all")).waitFor();
        org.eclipse.jgit.util.FileUtils.delete(
                home.toFile(),
                org.eclipse.jgit.util.FileUtils.RECURSIVE | org.eclipse.jgit.util.FileUtils.IGNORE_ERRORS);
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private String gpg(String passphrase, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("gpg", "--homedir", home.toString(), "--batch", "--yes"));
        command.addAll(List.of("--quiet", "--no-tty", "--pinentry-mode", "loopback", "--passphrase", passphrase));
        command.addAll(List.of(arguments));
        Process process = start(command);
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, text).isZero();
        return text;
    }

    /** Makes a primary key and returns its fingerprint. */
    private String key(String algorithm, String usage, String expiry, String passphrase) throws Exception {
        String name = algorithm + usage + expiry.length() + " <robot@example.com>";
        gpg(passphrase, "--quick-generate-key", name, algorithm, usage, expiry);
        return gpg("", "--with-colons", "--list-keys", "=" + name)
                .lines()
                .filter(line -> line.startsWith("fpr:"))
                .findFirst()
                .orElseThrow()
                .split(":")[9];
    }

    private String exported(String fingerprint, String passphrase) throws Exception {
        return gpg(passphrase, "--armor", "--export-secret-keys", fingerprint);
    }

    private Publication publish(String tag, SigningKey key) throws Exception {
        PublishRequest.Builder request = PublishRequest.builder(
                        "main", RemoteAccess.of(GitCredential.none()), edits -> "Tag " + tag + "\n\nNaïve – 署名")
                .author(new CommitIdentity("Robot", "robot@example.com"))
                .signing(key);
        return WorkspacePublishTest.publish(work.folder(), tag, request);
    }

    /** @param fingerprint of the key or subkey that must have signed */
    private void assertVerified(String fingerprint, String commit) throws Exception {
        Path program = home.resolve("program");
        Files.writeString(program, "#!/bin/sh\nexec gpg --homedir '" + home + "' \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        RealGit.Output verified = origin.run("-c", "gpg.program=" + program, "verify-commit", "--raw", commit);
        assertThat(verified.status()).as(verified.text()).isZero();
        assertThat(verified.text()).contains("GOODSIG").contains("VALIDSIG " + fingerprint);
        // Not just any signature passes.
        String forged = origin.git("cat-file", "commit", commit).replace("Tag ", "tag ") + "\n";
        Path file = Files.writeString(home.resolve("forged"), forged);
        String id = origin.git("hash-object", "-w", "-t", "commit", file.toString());
        assertThat(origin.run("-c", "gpg.program=" + program, "verify-commit", id)
                        .status())
                .isNotZero();
    }

    @Test
    public void keysOfSeveralTypesSign_plainAndEncrypted() throws Exception {
        int tag = 2;
        for (String algorithm : List.of("ed25519", "rsa2048", "nistp256")) {
            for (String passphrase : List.of("", PASSPHRASE)) {
                String fingerprint = key(algorithm, "sign", passphrase.isEmpty() ? "never" : "1y", passphrase);
                String text = exported(fingerprint, passphrase);
                SigningKey key = SigningKey.of(text, passphrase.isEmpty() ? null : passphrase);
                assertVerified(fingerprint, publish(String.valueOf(tag++), key).commit());
            }
        }
        origin.git("fsck", "--strict");
    }

    @Test
    public void subkeyForSigningSigns_andNotTheOneForEncryption() throws Exception {
        String primary = key("ed25519", "cert", "never", "");
        assertThat(assertThrows(GitException.class, () -> SigningKey.of(exported(primary, ""), null)))
                .hasMessageContaining("may sign");
        gpg("", "--quick-add-key", primary, "rsa2048", "sign", "never");
        gpg("", "--quick-add-key", primary, "rsa2048", "encr", "never");
        String signing = gpg("", "--with-colons", "--list-keys", primary)
                .lines()
                .filter(line -> line.startsWith("fpr:"))
                .skip(1)
                .findFirst()
                .orElseThrow()
                .split(":")[9];
        assertVerified(
                signing,
                publish("2", SigningKey.of(exported(primary, ""), null)).commit());
        String withoutPrimary = gpg("", "--armor", "--export-secret-subkeys", primary);
        assertVerified(
                signing, publish("3", SigningKey.of(withoutPrimary, null)).commit());
    }

    @Test
    public void keyThatCannotBeUsed_isSaidBeforeTheRun_andNeverShown() throws Exception {
        String locked = exported(key("ed25519", "sign", "never", PASSPHRASE), PASSPHRASE);
        assertRefused(locked, null, "no passphrase");
        assertRefused(locked, "s3cr3t-but-wrong", "passphrase is wrong");
        assertThat(SigningKey.of(locked, PASSPHRASE).toString())
                .doesNotContain(PASSPHRASE)
                .doesNotContain("PRIVATE");

        String expired = key("rsa2048", "sign", "seconds=1", "");
        assertRefused(gpg("", "--armor", "--export", expired), null, "public part");
        Thread.sleep(1_100);
        assertRefused(exported(expired, ""), null, "expired");

        String revoked = key("nistp256", "sign", "never", "");
        Path certificate = home.resolve("openpgp-revocs.d").resolve(revoked + ".rev");
        Files.writeString(certificate, Files.readString(certificate).replace(":-----BEGIN", "-----BEGIN"));
        gpg("", "--import", certificate.toString());
        assertRefused(exported(revoked, ""), null, "revoked");

        assertRefused(locked.substring(0, locked.length() / 2), null, "cannot be read");
        assertRefused("-----BEGIN PGP PRIVATE KEY BLOCK-----\nnothing", null, "cannot be read");
    }

    private static void assertRefused(String text, String passphrase, String why) {
        GitException refused = assertThrows(GitException.class, () -> SigningKey.of(text, passphrase));
        assertThat(refused).hasMessageContaining(why);
        assertThat(refused.kind()).isEqualTo(GitException.Kind.CONFIGURATION);
        text.lines().filter(line -> line.length() > 40).forEach(line -> assertThat(refused.toString())
                .doesNotContain(line));
    }

    @Test
    public void keyTravelsToAnotherProcess_andNoProviderIsLeftBehind() throws Exception {
        String fingerprint = key("ed25519", "sign", "never", PASSPHRASE);
        List<String> providers = providers();
        SigningKey key = SigningKey.openPgp(exported(fingerprint, PASSPHRASE), PASSPHRASE);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(key);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertVerified(
                    fingerprint, publish("2", (SigningKey) in.readObject()).commit());
        }
        assertThat(providers()).isEqualTo(providers);
    }

    private static List<String> providers() {
        return java.util.Arrays.stream(Security.getProviders())
                .map(java.security.Provider::getName)
                .toList();
    }
}
