package io.jenkins.plugins.fleetimagescan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import io.jenkins.plugins.fleetimagescan.testing.RealGit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Builds on a separate agent whose commits are signed with a key of a credential, judged by git. */
public class SignedCommitsTest {
    private static final String PASSPHRASE = "sign-Pass/8204";

    @ClassRule
    public static final ScanTestEnvironment ENV = new ScanTestEnvironment();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void commitIsSignedWithAnSshKeyAndSignedOff() throws Exception {
        Path key = folder.getRoot().toPath().resolve("key");
        Process keygen = new ProcessBuilder(
                        "ssh-keygen", "-q", "-t", "ed25519", "-N", PASSPHRASE, "-C", "bot", "-f", key.toString())
                .inheritIO()
                .start();
        assertThat(keygen.waitFor()).isZero();
        String text = Files.readString(key);
        var credential = new BasicSSHUserPrivateKey(
                CredentialsScope.GLOBAL,
                "signer",
                "bot",
                new BasicSSHUserPrivateKey.DirectEntryPrivateKeySource(text),
                PASSPHRASE,
                "");
        SystemCredentialsProvider.getInstance().getCredentials().add(credential);

        RealGit repository = ENV.repository("signed", "registry-pull");
        WorkflowRun run = ENV.build(
                "signed",
                Result.SUCCESS,
                "fleetImageScan credentialsId: 'git-writer', signingCredentialsId: 'signer', signOff: true,"
                        + " authorName: 'Scan Bot', authorEmail: 'bot@example.com'");
        Path signers = Files.writeString(
                folder.getRoot().toPath().resolve("signers"),
                "bot@example.com namespaces=\"git\" " + Files.readString(Path.of(key + ".pub")));
        RealGit.Output verified =
                repository.run("-c", "gpg.ssh.allowedSignersFile=" + signers, "verify-commit", "-v", "main");
        assertThat(verified.status()).as(verified.text()).isZero();
        assertThat(verified.text()).contains("Good \"git\" signature for bot@example.com");
        assertThat(repository.git("log", "-1", "--format=%B", "main"))
                .contains("Signed-off-by: Scan Bot <bot@example.com>");
        assertThat(CredentialsProvider.getFingerprintOf(credential).getJobs()).contains("signed");
        String everything = ScanTestEnvironment.everythingOf(run);
        assertThat(everything).doesNotContain(PASSPHRASE).doesNotContain("PRIVATE KEY");
        text.lines().filter(line -> line.length() >= 16).forEach(line -> assertThat(everything)
                .doesNotContain(line));
    }

    @Test
    public void commitIsSignedWithAnOpenPgpKeyOfASecretFile() throws Exception {
        Path home = Files.createTempDirectory(
                "gpg", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path program = Files.writeString(
                folder.getRoot().toPath().resolve("gpg"), "#!/bin/sh\nexec gpg --homedir '" + home + "' \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        assumeTrue("gpg is not installed", run("gpg", "--version").contains("GnuPG"));
        run(
                program.toString(),
                "--batch",
                "--quiet",
                "--pinentry-mode",
                "loopback",
                "--passphrase",
                "",
                "--quick-generate-key",
                "bot@example.com",
                "ed25519",
                "sign",
                "never");
        String text = run(program.toString(), "--batch", "--armor", "--export-secret-keys");
        var credential = new FileCredentialsImpl(
                CredentialsScope.GLOBAL,
                "openpgp",
                "",
                "key.asc",
                SecretBytes.fromBytes(text.getBytes(StandardCharsets.UTF_8)));
        SystemCredentialsProvider.getInstance().getCredentials().add(credential);

        RealGit repository = ENV.repository("openpgp", "registry-pull");
        WorkflowRun run = ENV.build(
                "openpgp",
                Result.SUCCESS,
                "fleetImageScan credentialsId: 'git-writer', signingCredentialsId: 'openpgp'");
        RealGit.Output verified = repository.run("-c", "gpg.program=" + program, "verify-commit", "--raw", "main");
        assertThat(verified.status()).as(verified.text()).isZero();
        assertThat(verified.text()).contains("GOODSIG");
        String everything = ScanTestEnvironment.everythingOf(run);
        text.lines().filter(line -> line.length() >= 16).forEach(line -> assertThat(everything)
                .doesNotContain(line));
        run("gpgconf", "--homedir", home.toString(), "--kill", "all");
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        return text;
    }

    @Test
    public void credentialThatCannotSignIsNamedWithWhatCan() throws Exception {
        RealGit repository = ENV.repository("unsigned", "registry-pull");
        String before = repository.git("rev-parse", "main");
        WorkflowRun run = ENV.build(
                "unsigned",
                Result.FAILURE,
                "fleetImageScan credentialsId: 'git-writer', signingCredentialsId: 'registry-pull'");
        assertThat(ScanTestEnvironment.log(run))
                .contains("registry-pull", "cannot sign commits", "SSH Username with private key");
        assertThat(repository.git("rev-parse", "main")).isEqualTo(before);
    }
}
