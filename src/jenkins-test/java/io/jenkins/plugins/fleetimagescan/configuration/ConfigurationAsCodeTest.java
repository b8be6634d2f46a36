package io.jenkins.plugins.fleetimagescan.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.util.Secret;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.Util;
import org.junit.ClassRule;
import org.junit.Test;

/** The global configuration as Configuration as Code reads and writes it. */
public class ConfigurationAsCodeTest {
    @ClassRule
    @ConfiguredWithCode("configuration-as-code.yaml")
    public static final JenkinsConfiguredWithCodeRule J = new JenkinsConfiguredWithCodeRule();

    @Test
    public void everyFieldIsSet() {
        FleetImageScanConfiguration configuration = FleetImageScanConfiguration.get();
        assertThat(configuration.isOnlyBoundCredentials()).isTrue();
        assertThat(configuration.getAuthorName()).isEqualTo("Scan Bot");
        assertThat(configuration.getAuthorEmail()).isEqualTo("bot@example.com");
        assertThat(configuration.getMessageTemplate()).isEqualTo("update images");
        assertThat(Secret.toString(configuration.getWebhookSecret())).isEqualTo("hook-secret");
        assertThat(configuration.getRegistries()).hasSize(2);
        RegistryConfiguration registry = configuration.getRegistries().get(0);
        assertThat(registry.getHost()).isEqualTo("registry.example.com:5000");
        assertThat(registry.isInsecure()).isTrue();
        assertThat(registry.getCredentialsId()).isEqualTo("harbor");
        assertThat(registry.getConcurrency()).isEqualTo(3);
        assertThat(registry.getMirror()).isEqualTo("mirror.example.com/hub");
        assertThat(configuration.getRegistries().get(1).getHost()).isEqualTo("docker.io");
    }

    @Test
    public void exportSaysTheSameWithoutTheSecret() throws Exception {
        String yaml = Util.toYamlString(Util.getUnclassifiedRoot(new ConfigurationContext(ConfiguratorRegistry.get()))
                .get("fleetImageScan"));
        assertThat(yaml)
                .contains("authorName: \"Scan Bot\"")
                .contains("onlyBoundCredentials: true")
                .contains("host: \"registry.example.com:5000\"")
                .contains("insecure: true")
                .doesNotContain("hook-secret");
    }
}
