package io.jenkins.plugins.fleetimagescan;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import io.jenkins.plugins.fleetimagescan.testing.GitSshServer;
import io.jenkins.plugins.fleetimagescan.testing.RealGit;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.jenkinsci.plugins.gitclient.GitHostKeyVerificationConfiguration;
import org.jenkinsci.plugins.gitclient.verifier.ManuallyProvidedKeyVerificationStrategy;
import org.jenkinsci.plugins.gitclient.verifier.NoHostKeyVerificationStrategy;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;

/** Builds on a separate agent that push over SSH, with an encrypted key and the host key strategies of Jenkins. */
public class SshRemoteTest {
    private static final String PASSPHRASE = "key-Pass/3318";

    @ClassRule
    public static final ScanTestEnvironment ENV = new ScanTestEnvironment();

    @Rule
    public final GitSshServer server = new GitSshServer();

    private RealGit serve(String name) throws Exception {
        RealGit repository = ENV.repository(name, "registry-pull");
        KeyPair key = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
        server.serve(repository.folder().getParent()).accept(key.getPublic());
        OpenSSHKeyEncryptionContext encryption = new OpenSSHKeyEncryptionContext();
        encryption.setPassword(PASSPHRASE);
        encryption.setCipherName("AES");
        encryption.setCipherType("256");
        encryption.setCipherMode("CTR");
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", encryption, text);
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new BasicSSHUserPrivateKey(
                        CredentialsScope.GLOBAL,
                        name + "-key",
                        "git",
                        new BasicSSHUserPrivateKey.DirectEntryPrivateKeySource(
                                text.toString(StandardCharsets.US_ASCII)),
                        PASSPHRASE,
                        ""));
        return repository;
    }

    private WorkflowRun scan(String job, String repository, Result expected) throws Exception {
        return ENV.jenkins.assertBuildStatus(
                expected,
                ENV.pipeline(
                                job,
                                "node('scanner') { fleetImageScan repo: '%s', branch: 'main', credentialsId: '%s-key' }"
                                        .formatted(server.url(repository + ".git"), repository))
                        .scheduleBuild2(0));
    }

    @Test
    public void pushesWithAnEncryptedKeyToAServerOfTheProvidedKeys() throws Exception {
        RealGit repository = serve("over-ssh");
        GitHostKeyVerificationConfiguration.get()
                .setSshHostKeyVerificationStrategy(
                        new ManuallyProvidedKeyVerificationStrategy(server.knownHostsLine()));
        WorkflowRun run = scan("over-ssh", "over-ssh", Result.SUCCESS);
        assertThat(repository.git("show", "main:deployment.yaml")).contains(":1.2.0");
        assertThat(ScanTestEnvironment.everythingOf(run))
                .doesNotContain(PASSPHRASE)
                .doesNotContain("PRIVATE KEY");
    }

    @Test
    public void refusesAnotherServerKeyAndSaysWhereTheStrategyIsSet() throws Exception {
        RealGit repository = serve("impostor");
        KeyPair other = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
        GitHostKeyVerificationConfiguration.get()
                .setSshHostKeyVerificationStrategy(new ManuallyProvidedKeyVerificationStrategy(
                        server.knownHostsLine().split(" ")[0] + " " + PublicKeyEntry.toString(other.getPublic())));
        String before = repository.git("rev-parse", "main");
        WorkflowRun run = scan("impostor", "impostor", Result.FAILURE);
        assertThat(ScanTestEnvironment.log(run))
                .contains("the SSH server identified itself with the key ecdsa-sha2-nistp256 SHA256:")
                .contains("The strategy is \"Manually provided keys\"")
                .contains("Git Host Key Verification Configuration");
        assertThat(repository.git("rev-parse", "main")).isEqualTo(before);
        assertThat(server.users()).as("logins tried").isEmpty();

        GitHostKeyVerificationConfiguration.get()
                .setSshHostKeyVerificationStrategy(new NoHostKeyVerificationStrategy());
        scan("impostor-unverified", "impostor", Result.SUCCESS);
        assertThat(repository.git("rev-parse", "main")).isNotEqualTo(before);
    }
}
