package io.jenkins.plugins.fleetimagescan.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException.Kind;
import io.jenkins.plugins.fleetimagescan.testing.DockerRegistry;
import io.jenkins.plugins.fleetimagescan.testing.TestCertificates;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Certificates that are refused, and what is said of them. */
public class TlsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private String failure(TestCertificates certificates, String trusted) throws Exception {
        DockerRegistry registry = new DockerRegistry().withTls(certificates);
        registry.start();
        try (RegistryClient client = new RegistryClient(RegistryOptions.defaults()
                .withRegistry(RegistrySettings.of(registry.host()).withCaCertificates(trusted)))) {
            ImageReference image = ImageReference.parse(registry.image("team/app"));
            RegistryException failure =
                    catchThrowableOfType(RegistryException.class, () -> client.tags(image, FaultyRegistry.ROBOT));
            assertThat(failure.kind()).isEqualTo(Kind.TLS);
            assertThat(client.counts().total()).isEqualTo(1);
            return failure.getMessage().replace(registry.host(), "HOST");
        } finally {
            registry.stop();
        }
    }

    @Test
    public void authorityThatNobodyTrusts() throws Exception {
        TestCertificates other =
                TestCertificates.make(folder.getRoot().toPath(), "san=dns:localhost,ip:127.0.0.1", "-1d", "3");
        assertThat(failure(TestCertificates.forLoopback(), other.authorityPem()))
                .matches("Cannot list the tags of HOST/team/app: https://HOST cannot be trusted: the certificate of"
                        + " \"CN=test registry\", issued by \"CN=Test CA\", valid from [-0-9:TZ]+ to [-0-9:TZ]+, was"
                        + " refused \\(.+\\)\\. If it is the right server, add the certificate of its authority \\(PEM\\)"
                        + " to the settings of the registry\\.");
    }

    @Test
    public void expiredCertificate() throws Exception {
        TestCertificates old =
                TestCertificates.make(folder.getRoot().toPath(), "san=dns:localhost,ip:127.0.0.1", "-10d", "2");
        assertThat(failure(old, old.authorityPem())).contains("was refused (NotAfter: ");
    }

    @Test
    public void certificateForAnotherHost() throws Exception {
        TestCertificates other =
                TestCertificates.make(folder.getRoot().toPath(), "san=dns:registry.example.com", "-1d", "3");
        assertThat(failure(other, other.authorityPem()))
                .contains("was refused (No subject alternative names matching IP address 127.0.0.1 found)");
    }

    @Test
    public void http2WhereTheRegistryHasIt() throws Exception {
        DockerRegistry registry = new DockerRegistry().withTls();
        registry.start();
        try (RegistryClient client = new RegistryClient(RegistryOptions.defaults()
                .withRegistry(RegistrySettings.of(registry.host()).withCaCertificates(registry.caCertificates())))) {
            registry.push("team/app", "1.0.0");
            ImageReference image = ImageReference.parse(registry.image("team/app"));
            assertThat(client.tags(image, RegistryCredential.none())).containsExactly("1.0.0");
            assertThat(registry.log()).contains("\"GET /v2/team/app/tags/list?n=1000 HTTP/2.0\" 200");
        } finally {
            registry.stop();
        }
    }

    @Test
    public void settingsRefuseWhatIsNoCertificate() {
        assertThatThrownBy(() -> RegistrySettings.of("registry.example.com").withCaCertificates("not a certificate"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The CA certificates are not in PEM format.");
    }
}
