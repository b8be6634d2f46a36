package io.jenkins.plugins.fleetimagescan.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.Test;

/** Where a registry on the internet, in a company or on this machine may send us. */
public class LocationsTest {
    private final RegistryOptions options = RegistryOptions.defaults()
            .withRegistry(RegistrySettings.of("plain.corp:5000").withInsecure(true))
            .withRegistry(RegistrySettings.of("auth.corp").withInsecure(true));

    private boolean goes(String registry, String target) {
        return new Locations(options)
                .refusal(RegistryHost.of(registry, options), URI.create(target))
                .isEmpty();
    }

    @Test
    public void anywhereOverTls() {
        assertThat(goes("docker.io", "https://auth.docker.io/token")).isTrue();
        assertThat(goes("registry.corp", "https://auth.registry.corp:8443/token"))
                .isTrue();
        assertThat(goes("127.0.0.1:5000", "https://auth.example.com/token")).isTrue();
    }

    @Test
    public void inTheClearOnlyFromAndToWherePlainHttpIsAllowed() {
        assertThat(goes("registry.corp", "http://registry.corp/token")).isFalse();
        assertThat(goes("registry.corp", "http://localhost/token")).isFalse();
        assertThat(goes("registry.corp", "http://auth.corp/token")).isFalse();
        assertThat(goes("plain.corp:5000", "http://plain.corp:5001/token")).isTrue();
        assertThat(goes("plain.corp:5000", "http://auth.corp/token")).isTrue();
        assertThat(goes("plain.corp:5000", "http://other.corp/token")).isFalse();
        assertThat(goes("127.0.0.1:5000", "http://localhost:5001/token")).isTrue();
    }

    @Test
    public void notToInternalAddresses() {
        for (String address : new String[] {
            "169.254.169.254",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "127.0.0.1",
            "0.0.0.0",
            "100.64.0.1",
            "localhost",
            "[::1]",
            "[fd00::1]",
            "[fe80::1]",
            "[::ffff:10.0.0.1]"
        }) {
            assertThat(goes("registry.example.com", "https://" + address + "/token"))
                    .as(address)
                    .isFalse();
        }
        assertThat(goes("registry.example.com", "https://172.32.0.1/token")).isTrue();
        assertThat(goes("registry.example.com", "https://[2001:db8::1]/token")).isTrue();
        assertThat(goes("10.0.0.1", "https://10.0.0.2/token")).isTrue();
        assertThat(goes("10.0.0.1", "https://10.0.0.1:8443/token")).isTrue();
    }

    @Test
    public void nowhereElse() {
        assertThat(goes("registry.example.com", "ftp://registry.example.com/")).isFalse();
        assertThat(goes("registry.example.com", "https://user@registry.example.com/"))
                .isFalse();
        assertThat(goes("registry.example.com", "https:///token")).isFalse();
    }

    @Test
    public void dockerHubHasAnApiHostAndLoopbackIsPlain() {
        assertThat(RegistryHost.of("docker.io", options).base()).hasToString("https://registry-1.docker.io");
        assertThat(RegistryHost.of("index.docker.io", options).base()).hasToString("https://registry-1.docker.io");
        assertThat(RegistryHost.of("ghcr.io", options).base()).hasToString("https://ghcr.io");
        assertThat(RegistryHost.of("localhost:5000", options).base()).hasToString("http://localhost:5000");
        assertThat(RegistryHost.of("[::1]:5000", options).base()).hasToString("http://[::1]:5000");
        assertThat(RegistryHost.of("127.0.0.1.example.com", options).base())
                .hasToString("https://127.0.0.1.example.com");
        assertThat(RegistryHost.of("plain.corp:5000", options).base()).hasToString("http://plain.corp:5000");
        assertThat(RegistryHost.of("plain.corp", options).base()).hasToString("https://plain.corp");
    }
}
