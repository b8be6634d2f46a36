package io.jenkins.plugins.fleetimagescan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.fleetimagescan.engine.registry.ProxySettings;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class ProxyEnvironmentTest {
    @Test
    public void readsAddressLoginAndExclusions() throws Exception {
        ProxySettings proxy = ProxyEnvironment.read(Map.of(
                "HTTPS_PROXY", "http://me:s3cr3t-proxy@proxy.example.com:3128", "NO_PROXY", "localhost, .internal,"));
        assertThat(proxy.host()).isEqualTo("proxy.example.com");
        assertThat(proxy.port()).isEqualTo(3128);
        assertThat(proxy.user()).isEqualTo("me");
        assertThat(proxy.password()).isEqualTo("s3cr3t-proxy");
        assertThat(proxy.exclusions()).isEqualTo(List.of("localhost", ".internal"));
    }

    @Test
    public void lowerCaseWinsAndTheSchemeMayBeMissing() throws Exception {
        assertThat(ProxyEnvironment.read(Map.of("https_proxy", "a:1", "HTTPS_PROXY", "b:2")))
                .isEqualTo(ProxySettings.of("a", 1));
        assertThat(ProxyEnvironment.read(Map.of("https_proxy", "a"))).isEqualTo(ProxySettings.of("a", 80));
    }

    @Test
    public void nothingIsSet() throws Exception {
        assertThat(ProxyEnvironment.read(Map.of())).isNull();
        assertThat(ProxyEnvironment.read(Map.of("HTTPS_PROXY", " "))).isNull();
    }

    @Test
    public void aBadAddressIsNotRepeated() {
        assertThatThrownBy(() -> ProxyEnvironment.read(Map.of("HTTPS_PROXY", "http://me:s3cr3t-proxy@:x")))
                .isInstanceOf(UsageException.class)
                .hasMessageNotContaining("s3cr3t");
    }
}
