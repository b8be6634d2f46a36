package io.jenkins.plugins.fleetimagescan.cli.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.registry.DockerConfig;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryCredential;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Helper programs as docker has them: shell scripts that follow their protocol, well or badly. */
public class DockerLoginsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path calls;
    private int helpers;

    private String prefix;

    @Before
    public void choosePlaces() {
        calls = folder.getRoot().toPath().resolve("calls");
        prefix = folder.getRoot().toPath().resolve("docker-credential-").toString();
    }

    /** Installs a helper under a name of its own; returns the name. */
    private String helper(String script) throws Exception {
        String name = "test" + ++helpers;
        Path program = Path.of(prefix + name);
        Files.writeString(program, "#!/bin/sh\nread key\necho \"$1 $key\" >> " + calls + "\n" + script + "\n");
        program.toFile().setExecutable(true);
        return name;
    }

    private Optional<RegistryCredential> find(String config, String image) throws Exception {
        return logins(config).find(ImageReference.parse(image));
    }

    private DockerLogins logins(String config) throws Exception {
        return new DockerLogins(DockerConfig.parse(config.getBytes(StandardCharsets.UTF_8)), prefix);
    }

    @Test
    public void storeForAllRegistriesIsAskedOnceForEach() throws Exception {
        String name = helper("echo '{\"ServerURL\":\"x\",\"Username\":\"robot\",\"Secret\":\"s3cr3t-kept\"}'");
        DockerLogins logins = logins("{\"credsStore\":\"" + name + "\"}");
        RegistryCredential kept = RegistryCredential.basic("robot", "s3cr3t-kept");
        assertThat(logins.find(ImageReference.parse("nginx"))).contains(kept);
        assertThat(logins.find(ImageReference.parse("team/app"))).contains(kept);
        assertThat(logins.find(ImageReference.parse("ghcr.io/team/app"))).contains(kept);
        assertThat(Files.readAllLines(calls)).containsExactly("get https://index.docker.io/v1/", "get ghcr.io");
    }

    @Test
    public void helperForOneRegistryComesBeforeTheStore() throws Exception {
        String one = helper("echo '{\"Username\":\"<token>\",\"Secret\":\"s3cr3t-identity\"}'");
        String config = "{\"credsStore\":\"missing-helper\",\"credHelpers\":{\"https://gcr.io\":\"" + one + "\"}}";
        assertThat(find(config, "gcr.io/team/app")).contains(RegistryCredential.identityToken("s3cr3t-identity"));
    }

    @Test
    public void nothingKeptFallsBackToTheFile() throws Exception {
        String name = helper("echo credentials not found in native keychain; exit 1");
        String auth = Base64.getEncoder().encodeToString("a:b".getBytes(StandardCharsets.UTF_8));
        String config = "{\"credsStore\":\"" + name + "\",\"auths\":{\"ghcr.io\":{\"auth\":\"" + auth + "\"}}}";
        assertThat(find(config, "ghcr.io/team/app")).contains(RegistryCredential.basic("a", "b"));
        assertThat(find(config, "quay.io/team/app")).isEmpty();
    }

    @Test
    public void helperThatFailsOrTalksNonsenseIsNamedWithoutItsOutput() throws Exception {
        String failing = helper("echo s3cr3t; exit 3");
        assertThatThrownBy(() -> find("{\"credsStore\":\"" + failing + "\"}", "ghcr.io/x"))
                .isInstanceOf(CredentialHelperException.class)
                .hasMessage("Cannot get the credentials for ghcr.io: " + prefix + failing
                        + " ended with status 3. Try: echo ghcr.io | " + prefix + failing + " get")
                .hasNoCause();
        String babbling = helper("echo 's3cr3t {'");
        assertThatThrownBy(() -> find("{\"credsStore\":\"" + babbling + "\"}", "ghcr.io/x"))
                .hasMessageContaining("printed something else than credentials in JSON")
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    public void helperThatIsMissingOrHasNoPlainName() {
        assertThatThrownBy(() -> find("{\"credsStore\":\"no-such-helper\"}", "ghcr.io/x"))
                .hasMessage("Cannot get the credentials for ghcr.io: the program " + prefix + "no-such-helper, which"
                        + " the docker config names, cannot be started. Put it on the path, or log in without it.");
        assertThatThrownBy(() -> find("{\"credsStore\":\"../../tmp/evil\"}", "ghcr.io/x"))
                .hasMessageContaining("is not a plain name");
    }
}
