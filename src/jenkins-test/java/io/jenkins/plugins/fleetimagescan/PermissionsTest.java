package io.jenkins.plugins.fleetimagescan;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.fleetimagescan.configuration.RegistryConfiguration;
import io.jenkins.plugins.fleetimagescan.credentials.SecretBinding;
import java.util.List;
import java.util.function.Supplier;
import jenkins.model.Jenkins;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** Forms list credentials for those who may use them, and for nobody else. */
public class PermissionsTest {
    @ClassRule
    public static final JenkinsRule J = new JenkinsRule();

    private FreeStyleProject job;

    @Before
    public void setUp() throws Exception {
        job = J.createFreeStyleProject();
        J.jenkins.setSecurityRealm(J.createDummySecurityRealm());
        J.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE, Item.EXTENDED_READ)
                .everywhere()
                .to("configurer")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader"));
        var provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials().clear();
        provider.getCredentials().add(ScanTestEnvironment.login("known", "u", "p"));
        provider.save();
    }

    private static List<String> as(String user, Supplier<ListBoxModel> model) {
        try (ACLContext ignored = ACL.as2(User.getById(user, true).impersonate2())) {
            return model.get().stream().map(option -> option.value).toList();
        }
    }

    @Test
    public void gitCredentialsOfAJob() {
        var form = J.jenkins.getDescriptorByType(FleetImageScanStep.DescriptorImpl.class);
        assertThat(as("configurer", () -> form.doFillCredentialsIdItems(job, "now", null)))
                .contains("", "known", "now");
        assertThat(as("reader", () -> form.doFillCredentialsIdItems(job, "now", null)))
                .containsExactly("now");
        assertThat(as("configurer", () -> form.doFillCredentialsIdItems(null, "now", null)))
                .containsExactly("now");
    }

    @Test
    public void registryCredentialsOfAJob() {
        var form = J.jenkins.getDescriptorByType(SecretBinding.DescriptorImpl.class);
        assertThat(as("configurer", () -> form.doFillCredentialsIdItems(job, "now")))
                .contains("", "known", "now");
        assertThat(as("reader", () -> form.doFillCredentialsIdItems(job, "now")))
                .containsExactly("now");
    }

    @Test
    public void defaultCredentialsOfRegistries() {
        var form = J.jenkins.getDescriptorByType(RegistryConfiguration.DescriptorImpl.class);
        assertThat(as("admin", () -> form.doFillCredentialsIdItems("now"))).contains("", "known", "now");
        assertThat(as("configurer", () -> form.doFillCredentialsIdItems("now"))).containsExactly("now");
    }

    @Test
    public void fieldsAreCheckedOverPostAndGetIsRefused() throws Exception {
        JenkinsRule.WebClient client = J.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        client.login("configurer");
        String path = job.getUrl() + "descriptorByName/" + FleetImageScanBuilder.class.getName()
                + "/fillCredentialsIdItems?credentialsId=now&repo=";
        assertThat(client.goTo(path, null).getWebResponse().getStatusCode()).isIn(404, 405);
    }
}
