package io.jenkins.plugins.fleetimagescan.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.fleetimagescan.testing.TestCertificates;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import org.junit.Test;

public class OptionsTest {
    private static RegistryOptions full() throws Exception {
        return RegistryOptions.defaults()
                .withConcurrency(3)
                .withDeadline(Duration.ofSeconds(7))
                .withAttempts(2)
                .withProxy(ProxySettings.of("proxy.corp", 3128)
                        .withCredentials("user", "s3cr3t-proxy")
                        .withExclusions(List.of(".corp")))
                .withRegistry(RegistrySettings.of("Index.Docker.io")
                        .withMirror("mirror.corp/hub")
                        .withConcurrency(2)
                        .withCredential(RegistryCredential.identityToken("s3cr3t-token")))
                .withRegistry(RegistrySettings.of("registry.corp:5000")
                        .withInsecure(true)
                        .withCaCertificates(TestCertificates.forLoopback().authorityPem())
                        .withCredential(RegistryCredential.basic("robot", "s3cr3t-password")));
    }

    @Test
    public void crossToAnotherMachine() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(full());
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(full());
        }
    }

    @Test
    public void showNoSecrets() throws Exception {
        assertThat(full().toString()).contains("robot", "user", "****").doesNotContain("s3cr3t");
    }

    @Test
    public void settingsAreFoundByEveryNameOfARegistry() throws Exception {
        assertThat(full().registry("registry-1.docker.io").mirror()).isEqualTo("mirror.corp/hub");
        assertThat(full().registry("REGISTRY.corp:5000").insecure()).isTrue();
        assertThat(full().registry("registry.corp").insecure()).isFalse();
    }

    @Test
    public void whatCannotBeUsedIsRefusedWithASentence() {
        assertThatThrownBy(() -> RegistrySettings.of("https://registry.corp"))
                .hasMessage("\"https://registry.corp\" is not a registry host with an optional port, such as"
                        + " registry.example.com:5000.");
        for (String mirror : List.of("https://x", "x/hub proxy", "x/{hub}", "x//hub", "x/../hub", "x/hub?a=b")) {
            assertThatThrownBy(() -> RegistrySettings.of("registry.corp").withMirror(mirror))
                    .hasMessage(
                            "The mirror of registry.corp is \"" + mirror + "\", which is not a host with an optional"
                                    + " port and path, such as mirror.example.com/hub.");
        }
        for (String mirror : List.of("x", "x/", "x:5000/hub", "x/_Hub/a.b-c/")) {
            assertThat(RegistrySettings.of("registry.corp").withMirror(mirror).mirror())
                    .isEqualTo(mirror);
        }
        assertThatThrownBy(() -> RegistrySettings.of("registry.corp").withConcurrency(0))
                .hasMessage("The concurrency of registry.corp is 0; it must be at least 1.");
        RegistrySettings hub = RegistrySettings.of("docker.io");
        assertThatThrownBy(() -> new RegistryOptions(List.of(hub, hub), 1, Duration.ofSeconds(1), 1, null, null))
                .hasMessage("A registry is listed twice: docker.io, docker.io.");
    }
}
