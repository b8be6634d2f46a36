package io.jenkins.plugins.fleetimagescan;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.FreeStyleProject;
import hudson.util.Secret;
import io.jenkins.plugins.fleetimagescan.configuration.FleetImageScanConfiguration;
import io.jenkins.plugins.fleetimagescan.configuration.RegistryConfiguration;
import io.jenkins.plugins.fleetimagescan.credentials.SecretBinding;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** What is entered in a form is what is stored, for the step, the build step and the global configuration. */
public class FormsTest {
    @ClassRule
    public static final JenkinsRule J = new JenkinsRule();

    @Before
    public void credentials() throws Exception {
        var store = SystemCredentialsProvider.getInstance();
        if (store.getCredentials().isEmpty()) {
            store.getCredentials()
                    .add(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "git-writer", "", "u", "p"));
            store.getCredentials()
                    .add(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "harbor", "", "u", "p"));
            store.save();
        }
    }

    private static FleetImageScanStep fullStep() {
        FleetImageScanStep step = new FleetImageScanStep();
        step.setFleetYaml("clusters/*/fleet.yaml");
        step.setGitRepo("gitrepo.yaml#apps");
        step.setRepo("https://git.example.com/apps.git");
        step.setBranch("main");
        step.setPaths(List.of("apps/web", "apps/api"));
        step.setCredentialsId("git-writer");
        step.setRegistryCredentials(
                List.of(binding("pull", "harbor", "harbor.example.com"), binding("other", null, null)));
        step.setAuthorName("Scan Bot");
        step.setAuthorEmail("bot@example.com");
        step.setMessageTemplate("update {{#updates}}{{file}}{{/updates}}");
        step.setSignOff(true);
        step.setSigningCredentialsId("signer");
        step.setPushBranch("image-updates");
        step.setPushOptions(List.of("merge_request.create", "merge_request.target=main"));
        step.setPush(false);
        step.setDryRun(true);
        step.setForce(true);
        step.setOnScanError("fail");
        step.setPushAttempts(9);
        return step;
    }

    private static SecretBinding binding(String name, String id, String registry) {
        SecretBinding binding = new SecretBinding(name);
        binding.setCredentialsId(id);
        binding.setRegistry(registry);
        return binding;
    }

    @Test
    public void stepKeepsEveryField() throws Exception {
        FleetImageScanStep step = fullStep();
        FleetImageScanStep configured = new StepConfigTester(J).configRoundTrip(step);
        J.assertEqualDataBoundBeans(step, configured);
        assertThat(configured.getPaths()).containsExactly("apps/web", "apps/api");
    }

    @Test
    public void stepLeavesOutWhatNobodySet() throws Exception {
        FleetImageScanStep configured = new StepConfigTester(J).configRoundTrip(new FleetImageScanStep());
        J.assertEqualDataBoundBeans(new FleetImageScanStep(), configured);
        assertThat(configured.getPush()).isNull();
        assertThat(configured.getPaths()).isNull();
    }

    @Test
    public void pushingAlwaysDiffersFromNotSayingAnything() throws Exception {
        FleetImageScanStep step = new FleetImageScanStep();
        step.setPush(true);
        assertThat(new StepConfigTester(J).configRoundTrip(step).getPush()).isTrue();
    }

    @Test
    public void buildStepKeepsEveryField() throws Exception {
        FreeStyleProject job = J.createFreeStyleProject();
        FleetImageScanBuilder builder = new FleetImageScanBuilder();
        builder.setPaths(List.of("a", "b"));
        builder.setCredentialsId("git-writer");
        builder.setRegistryCredentials(List.of(binding("pull", "harbor", "harbor.example.com")));
        builder.setPush(false);
        builder.setOnScanError("ignore");
        builder.setPushAttempts(2);
        job.getBuildersList().add(builder);
        job = J.configRoundtrip(job);
        J.assertEqualDataBoundBeans(builder, job.getBuildersList().get(FleetImageScanBuilder.class));
    }

    @Test
    public void buildStepLeavesOutWhatNobodySet() throws Exception {
        FreeStyleProject job = J.createFreeStyleProject();
        job.getBuildersList().add(new FleetImageScanBuilder());
        job = J.configRoundtrip(job);
        J.assertEqualDataBoundBeans(
                new FleetImageScanBuilder(), job.getBuildersList().get(FleetImageScanBuilder.class));
        assertThat(job.getBuildersList().get(FleetImageScanBuilder.class).getPush())
                .isNull();
    }

    @Test
    public void snippetGeneratorWritesWhatDiffersFromTheDefaults() throws Exception {
        SnippetizerTester tester = new SnippetizerTester(J);
        tester.assertRoundTrip(new FleetImageScanStep(), "fleetImageScan()");
        FleetImageScanStep step = new FleetImageScanStep();
        step.setCredentialsId("git-writer");
        step.setPush(false);
        step.setOnScanError("fail");
        step.setPaths(List.of("apps"));
        step.setRegistryCredentials(List.of(binding("pull", "harbor", null)));
        tester.assertRoundTrip(
                step,
                "fleetImageScan credentialsId: 'git-writer', onScanError: 'fail', paths: ['apps'], push: false,"
                        + " registryCredentials: [[credentialsId: 'harbor', name: 'pull']]");
    }

    /** The build step has the same symbol, and would be written as a cumbersome call of "step". */
    @Test
    public void snippetGeneratorOffersTheStepAndNotTheBuildStep() throws Exception {
        assertThat(new Snippetizer().getQuasiDescriptors(false))
                .filteredOn(entry -> entry.getSymbol().equals("fleetImageScan"))
                .extracting(entry -> entry.real.clazz)
                .singleElement()
                .isEqualTo(FleetImageScanStep.class);
    }

    @Test
    public void snippetGeneratorHasDocumentation() throws Exception {
        SnippetizerTester.assertDocGeneration(FleetImageScanStep.class);
    }

    @Test
    public void globalConfigurationKeepsEveryField() throws Exception {
        FleetImageScanConfiguration configuration = FleetImageScanConfiguration.get();
        RegistryConfiguration registry = new RegistryConfiguration("registry.example.com:5000");
        registry.setInsecure(true);
        registry.setCaCertificate("-----BEGIN CERTIFICATE-----");
        registry.setCredentialsId("harbor");
        registry.setConcurrency(3);
        registry.setMirror("mirror.example.com");
        configuration.setRegistries(List.of(registry));
        configuration.setOnlyBoundCredentials(true);
        configuration.setAuthorName("Scan Bot");
        configuration.setAuthorEmail("bot@example.com");
        configuration.setMessageTemplate("update");
        configuration.setWebhookSecret(Secret.fromString("hook"));
        J.configRoundtrip();
        assertThat(configuration.getRegistries()).hasSize(1);
        J.assertEqualDataBoundBeans(registry, configuration.getRegistries().get(0));
        assertThat(configuration.isOnlyBoundCredentials()).isTrue();
        assertThat(configuration.getAuthorName()).isEqualTo("Scan Bot");
        assertThat(configuration.getAuthorEmail()).isEqualTo("bot@example.com");
        assertThat(configuration.getMessageTemplate()).isEqualTo("update");
        assertThat(Secret.toString(configuration.getWebhookSecret())).isEqualTo("hook");

        configuration.setRegistries(List.of());
        configuration.setWebhookSecret(null);
        configuration.setOnlyBoundCredentials(false);
        J.configRoundtrip();
        assertThat(configuration.getRegistries()).isEmpty();
        assertThat(configuration.getWebhookSecret()).isNull();
        assertThat(configuration.isOnlyBoundCredentials()).isFalse();
    }
}
