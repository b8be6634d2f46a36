package io.jenkins.plugins.fleetimagescan.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.hudson.plugins.folder.properties.FolderCredentialsProvider.FolderCredentialsProperty;
import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.DomainCredentials;
import com.cloudbees.plugins.credentials.domains.HostnameSpecification;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.util.Secret;
import io.jenkins.plugins.fleetimagescan.configuration.FleetImageScanConfiguration;
import io.jenkins.plugins.fleetimagescan.configuration.RegistryConfiguration;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryCredential;
import io.jenkins.plugins.fleetimagescan.engine.run.CredentialException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Which credential goes to which registry. */
public class RegistrySecretsTest {
    @ClassRule
    public static final JenkinsRule J = new JenkinsRule();

    private static final String DOCKER_CONFIG =
            "{\"auths\": {\"one.example.com\": {\"auth\": \"dTpwLW9uZQ==\"}}}"; // u:p-one

    private FreeStyleProject job;
    private Folder folder;
    private FreeStyleProject jobInFolder;

    @Before
    public void jobs() throws Exception {
        job = J.createFreeStyleProject();
        folder = J.createProject(Folder.class);
        jobInFolder = folder.createProject(FreeStyleProject.class, "inner");
    }

    @After
    public void cleanUp() throws Exception {
        var provider = SystemCredentialsProvider.getInstance();
        provider.getDomainCredentialsMap().clear();
        provider.save();
        FleetImageScanConfiguration.get().setRegistries(List.of());
        FleetImageScanConfiguration.get().setOnlyBoundCredentials(false);
    }

    private static Credentials login(String id, String password) throws Exception {
        return new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, id, "", "u", password);
    }

    private static void add(Domain domain, Credentials credential) throws Exception {
        var provider = SystemCredentialsProvider.getInstance();
        provider.getDomainCredentialsMap()
                .computeIfAbsent(domain, d -> new java.util.concurrent.CopyOnWriteArrayList<>())
                .add(credential);
        provider.save();
    }

    private static Domain domainOf(String hosts) {
        return new Domain("d", "", List.of(new HostnameSpecification(hosts, null)));
    }

    private static RegistrySecrets secrets(Item item, boolean untrusted, SecretBinding... bindings) {
        return new RegistrySecrets(
                CredentialLookup.of(item),
                List.of(bindings),
                FleetImageScanConfiguration.get(),
                untrusted,
                new Masks());
    }

    private static SecretBinding binding(String name, String id, String registry) {
        SecretBinding binding = new SecretBinding(name);
        binding.setCredentialsId(id);
        binding.setRegistry(registry);
        return binding;
    }

    private static ImageReference image(String registry) throws Exception {
        return ImageReference.parse(registry + "/team/app");
    }

    private static RegistryCredential basic(String password) {
        return RegistryCredential.basic("u", password);
    }

    @Test
    public void theNameOfTheSecretIsTheIdAndAnUnboundOneIsHintedAt() throws Exception {
        add(Domain.global(), login("pull", "p"));
        RegistrySecrets secrets = secrets(job, false);
        assertThat(secrets.resolve(image("one.example.com"), "pull")).isEqualTo(basic("p"));
        assertThat(secrets.hints()).singleElement().asString().contains("pull").contains("one.example.com");
    }

    @Test
    public void withoutASecretRegistriesAreAskedAnonymously() throws Exception {
        assertThat(secrets(job, false).resolve(image("one.example.com"), null).isNone())
                .isTrue();
    }

    @Test
    public void aFolderCredentialIsForTheJobsOfTheFolderOnly() throws Exception {
        folder.addProperty(new FolderCredentialsProperty(
                new DomainCredentials[] {new DomainCredentials(Domain.global(), List.of(login("in-folder", "f")))}));
        assertThat(secrets(jobInFolder, false).resolve(image("one.example.com"), "in-folder"))
                .isEqualTo(basic("f"));
        assertThatThrownBy(() -> secrets(job, false).resolve(image("one.example.com"), "in-folder"))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("in-folder")
                .hasMessageContaining("searched: Jenkins")
                .hasMessageContaining("Username with password");
        assertThatThrownBy(() -> secrets(jobInFolder, false).resolve(image("one.example.com"), "missing"))
                .hasMessageContaining("folder " + folder.getFullName());
    }

    @Test
    public void aDomainKeepsItsCredentialFromOtherHosts() throws Exception {
        add(domainOf("one.example.com"), login("pull", "p"));
        RegistrySecrets secrets = secrets(job, true);
        assertThat(secrets.resolve(image("one.example.com"), "pull")).isEqualTo(basic("p"));
        assertThat(secrets.hints()).isEmpty();
        assertThatThrownBy(() -> secrets.resolve(image("evil.example.org"), "pull"))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("was not sent to evil.example.org");
    }

    @Test
    public void aDomainForDockerHubMayUseAnyOfItsNames() throws Exception {
        add(domainOf("index.docker.io"), login("hub", "p"));
        assertThat(secrets(job, true).resolve(ImageReference.parse("nginx"), "hub"))
                .isEqualTo(basic("p"));
    }

    @Test
    public void aDomainWithAWildcardForEverythingBindsNothing() throws Exception {
        add(domainOf("*"), login("pull", "p"));
        assertThatThrownBy(() -> secrets(job, true).resolve(image("one.example.com"), "pull"))
                .hasMessageContaining("is not trusted");
    }

    @Test
    public void aBindingRenamesAndLimits() throws Exception {
        add(Domain.global(), login("harbor-robot", "h"));
        RegistrySecrets secrets = secrets(job, true, binding("pull", "harbor-robot", "one.example.com"));
        assertThat(secrets.resolve(image("one.example.com"), "pull")).isEqualTo(basic("h"));
        assertThatThrownBy(() -> secrets.resolve(image("two.example.com"), "pull"))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("binds it to one.example.com");
    }

    @Test
    public void oneSecretMayHaveACredentialForEachRegistry() throws Exception {
        add(Domain.global(), login("first", "1"));
        add(Domain.global(), login("second", "2"));
        RegistrySecrets secrets = secrets(
                job, true, binding("pull", "first", "one.example.com"), binding("pull", "second", "two.example.com"));
        assertThat(secrets.resolve(image("one.example.com"), "pull")).isEqualTo(basic("1"));
        assertThat(secrets.resolve(image("two.example.com"), "pull")).isEqualTo(basic("2"));
    }

    @Test
    public void aBindingDoesNotOverrideTheDomain() throws Exception {
        add(domainOf("one.example.com"), login("pull", "p"));
        assertThatThrownBy(() -> secrets(job, false, binding("pull", null, "two.example.com"))
                        .resolve(image("two.example.com"), "pull"))
                .hasMessageContaining("its domain does not allow this host");
    }

    @Test
    public void anUnboundCredentialIsRefusedToUntrustedChanges() throws Exception {
        add(Domain.global(), login("pull", "p"));
        assertThatThrownBy(() -> secrets(job, true).resolve(image("one.example.com"), "pull"))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("is not trusted");
    }

    @Test
    public void theAdministratorMayDemandBoundCredentials() throws Exception {
        add(Domain.global(), login("pull", "p"));
        FleetImageScanConfiguration.get().setOnlyBoundCredentials(true);
        assertThatThrownBy(() -> secrets(job, false).resolve(image("one.example.com"), "pull"))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("bound credentials only");
    }

    @Test
    public void aDockerConfigIsForTheRegistriesThatItNames() throws Exception {
        add(
                Domain.global(),
                new StringCredentialsImpl(CredentialsScope.GLOBAL, "text", "", Secret.fromString(DOCKER_CONFIG)));
        add(
                Domain.global(),
                new FileCredentialsImpl(
                        CredentialsScope.GLOBAL,
                        "file",
                        "",
                        "config.json",
                        SecretBytes.fromBytes(DOCKER_CONFIG.getBytes(StandardCharsets.UTF_8))));
        for (String id : List.of("text", "file")) {
            RegistrySecrets secrets = secrets(job, true);
            assertThat(secrets.resolve(image("one.example.com"), id)).isEqualTo(basic("p-one"));
            assertThatThrownBy(() -> secrets.resolve(image("two.example.com"), id))
                    .isInstanceOf(CredentialException.class)
                    .hasMessageContaining("has no entry for two.example.com")
                    .hasMessageNotContaining("p-one");
        }
    }

    @Test
    public void aSecretTextThatIsNoConfigIsAToken() throws Exception {
        add(
                Domain.global(),
                new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", "", Secret.fromString("t0ken\n")));
        assertThat(secrets(job, false).resolve(image("one.example.com"), "token"))
                .isEqualTo(RegistryCredential.registryToken("t0ken"));
    }

    @Test
    public void aCredentialOfAnotherTypeIsNamedWithWhatIsAccepted() throws Exception {
        add(
                Domain.global(),
                new BasicSSHUserPrivateKey(
                        CredentialsScope.GLOBAL,
                        "ssh",
                        "git",
                        new BasicSSHUserPrivateKey.DirectEntryPrivateKeySource("key"),
                        null,
                        ""));
        assertThatThrownBy(() -> secrets(job, false).resolve(image("one.example.com"), "ssh"))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("SSH Username with private key")
                .hasMessageContaining("Secret file");
    }

    @Test
    public void aRegistryMayHaveADefaultCredential() throws Exception {
        add(Domain.global(), login("default", "d"));
        RegistryConfiguration registry = new RegistryConfiguration("one.example.com");
        registry.setCredentialsId("default");
        FleetImageScanConfiguration.get().setRegistries(List.of(registry));
        assertThat(secrets(job, true).resolve(image("one.example.com"), null)).isEqualTo(basic("d"));
        assertThat(secrets(job, true).resolve(image("two.example.com"), null).isNone())
                .isTrue();
    }

    @Test
    public void theDefaultCredentialStaysWithinItsDomainToo() throws Exception {
        add(domainOf("one.example.com"), login("default", "d"));
        List<RegistryConfiguration> registries = new ArrayList<>();
        for (String host : List.of("one.example.com", "two.example.com")) {
            RegistryConfiguration registry = new RegistryConfiguration(host);
            registry.setCredentialsId("default");
            registries.add(registry);
        }
        FleetImageScanConfiguration.get().setRegistries(registries);
        assertThat(secrets(job, true).resolve(image("one.example.com"), null)).isEqualTo(basic("d"));
        assertThatThrownBy(() -> secrets(job, true).resolve(image("two.example.com"), null))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("was not sent to two.example.com");
    }

    @Test
    public void masksHideEverySpelling() throws Exception {
        add(Domain.global(), login("pull", "pass word"));
        Masks masks = new Masks();
        new RegistrySecrets(CredentialLookup.of(job), List.of(), FleetImageScanConfiguration.get(), false, masks)
                .resolve(image("one.example.com"), "pull");
        assertThat(masks.apply("a pass word, dTpwYXNzIHdvcmQ=, pass+word")).isEqualTo("a ****, ****, ****");
    }
}
