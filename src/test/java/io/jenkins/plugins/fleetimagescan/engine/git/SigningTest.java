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
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Signed commits, made with the keys of ssh-keygen and judged by it and by git. */
public class SigningTest {
    private static final String PASSPHRASE = "s3cr3t-signing-passphrase";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private Path root;
    private RealGit origin;
    private RealGit work;

    @Before
    public void needsPrograms() throws Exception {
        RealGit.assumeInstalled();
        root = folder.getRoot().toPath().toRealPath();
        assumeTrue("ssh-keygen is not installed", installed());
        origin = RealGit.bareWith(root, "a/pod.yaml", TagRewriter.manifest("1"));
        work = origin.cloneTo("work");
    }

    private static boolean installed() throws InterruptedException {
        try {
            // Without arguments it asks; an unknown option ends it.
            return new ProcessBuilder("ssh-keygen", "-?").start().waitFor() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    private int run(Path input, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (input != null) {
            builder.redirectInput(input.toFile());
        }
        Process process = builder.start();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }

    private String keyOf(String name, String type, int bits, String passphrase) throws Exception {
        Path file = root.resolve(name);
        assertThat(run(
                        null,
                        "ssh-keygen",
                        "-q",
                        "-t",
                        type,
                        "-b",
                        String.valueOf(bits),
                        "-N",
                        passphrase,
                        "-C",
                        "robot",
                        "-f",
                        file.toString()))
                .isZero();
        return Files.readString(file);
    }

    private Publication publish(String tag, SigningKey key) throws Exception {
        PublishRequest.Builder request = PublishRequest.builder(
                        "main", RemoteAccess.of(GitCredential.none()), edits -> "Tag " + tag + "\n\nNaïve – 署名")
                .author(new CommitIdentity("Robot", "robot@example.com"))
                .signOff(true)
                .signing(key);
        return WorkspacePublishTest.publish(work.folder(), tag, request);
    }

    private void assertVerified(String name, String commit) throws Exception {
        Path signers = Files.writeString(
                root.resolve(name + ".signers"),
                "robot@example.com namespaces=\"git\" " + Files.readString(root.resolve(name + ".pub")));
        RealGit.Output verified =
                origin.run("-c", "gpg.ssh.allowedSignersFile=" + signers, "verify-commit", "-v", commit);
        assertThat(verified.status()).as(verified.text()).isZero();
        assertThat(verified.text()).contains("Good \"git\" signature for robot@example.com");

        String text = origin.git("cat-file", "commit", commit) + "\n";
        int begin = text.indexOf("gpgsig ");
        int end = text.indexOf("-----END SSH SIGNATURE-----\n", begin) + "-----END SSH SIGNATURE-----\n".length();
        Path signature = Files.writeString(
                root.resolve(name + ".sig"),
                text.substring(begin + "gpgsig ".length(), end).replace("\n ", "\n"));
        Path signed = Files.writeString(root.resolve(name + ".data"), text.substring(0, begin) + text.substring(end));
        String[] verify = {
            "ssh-keygen",
            "-Y",
            "verify",
            "-f",
            signers.toString(),
            "-I",
            "robot@example.com",
            "-n",
            "git",
            "-s",
            signature.toString()
        };
        assertThat(run(signed, verify)).isZero();
        Files.writeString(signed, "tree x", java.nio.file.StandardOpenOption.APPEND);
        assertThat(run(signed, verify)).isNotZero();
    }

    @Test
    public void keysOfAllTypesSign_plainAndEncrypted() throws Exception {
        int tag = 2;
        for (String kind : List.of("ed25519 256", "ecdsa 256", "ecdsa 384", "ecdsa 521", "rsa 2048")) {
            String type = kind.split(" ")[0];
            int bits = Integer.parseInt(kind.split(" ")[1]);
            String name = type + bits;
            boolean encrypted = !type.equals("ecdsa");
            String key = keyOf(name, type, bits, encrypted ? PASSPHRASE : "");
            Publication done = publish(String.valueOf(tag++), SigningKey.ssh(key, encrypted ? PASSPHRASE : null));
            assertVerified(name, done.commit());
        }
        origin.git("fsck", "--strict");
        assertThat(origin.git("log", "-1", "--format=%B", "main"))
                .contains("署名")
                .contains("Signed-off-by: Robot <robot@example.com>");
    }

    @Test
    public void keysInOtherFormatsAreRead_plainAndEncrypted() throws Exception {
        for (String format : List.of("PEM", "PKCS8")) {
            for (String type : List.of("rsa", "ecdsa")) {
                for (String passphrase : List.of("", PASSPHRASE)) {
                    Path file = root.resolve(format + type + passphrase.length());
                    String[] command = {
                        "ssh-keygen", "-q", "-m", format, "-t", type, "-N", passphrase, "-f", file.toString()
                    };
                    assertThat(run(null, command)).isZero();
                    assertThat(SigningKey.of(Files.readString(file), passphrase.isEmpty() ? null : passphrase)
                                    .signature()
                                    .sign(new byte[0]))
                            .as("%s", file)
                            .isNotNull();
                }
            }
        }
    }

    @Test
    public void commitThatIsMadeAgainAfterAMove_isSignedToo() throws Exception {
        String key = keyOf("again", "ed25519", 256, "");
        origin.cloneTo("colleague").commitAndPush("b.txt", "1\n", "main");
        Publication done = publish("2", SigningKey.ssh(key, null));
        assertThat(origin.git("rev-parse", "main~1")).isNotEqualTo(work.git("rev-parse", "HEAD"));
        assertVerified("again", done.commit());
    }

    @Test
    public void keyThatCannotBeUsed_isSaidBeforeTheRun_andNeverShown() throws Exception {
        String key = keyOf("locked", "ed25519", 256, PASSPHRASE);
        for (String wrong : new String[] {null, "s3cr3t-but-wrong"}) {
            assertThat(assertThrows(GitException.class, () -> SigningKey.ssh(key, wrong)))
                    .hasMessageContaining("passphrase");
        }
        assertThrows(GitException.class, () -> SigningKey.ssh("not a key", null));
        SigningKey right = SigningKey.ssh(key, PASSPHRASE);
        assertThat(right.toString()).doesNotContain(PASSPHRASE).doesNotContain("PRIVATE");
    }

    @Test
    public void keyTravelsToAnotherProcess() throws Exception {
        SigningKey key = SigningKey.ssh(keyOf("travel", "ed25519", 256, PASSPHRASE), PASSPHRASE);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(key);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertVerified("travel", publish("2", (SigningKey) in.readObject()).commit());
        }
    }

    @Test
    public void gitStoresTheSignatureAsItsOwn() throws Exception {
        Publication done = publish("2", SigningKey.ssh(keyOf("own", "ed25519", 256, ""), null));
        byte[] commit = origin.git("cat-file", "commit", done.commit()).getBytes(StandardCharsets.UTF_8);
        assertThat(new String(commit, StandardCharsets.UTF_8))
                .contains("\ngpgsig -----BEGIN SSH SIGNATURE-----\n ")
                .contains("\n -----END SSH SIGNATURE-----\n\nTag 2");
    }
}
