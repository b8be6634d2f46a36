package io.jenkins.plugins.fleetimagescan;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.HostnameSpecification;
import hudson.model.Result;
import hudson.util.FormValidation;
import io.jenkins.plugins.fleetimagescan.configuration.FleetImageScanConfiguration;
import io.jenkins.plugins.fleetimagescan.configuration.RegistryConfiguration;
import io.jenkins.plugins.fleetimagescan.testing.RealGit;
import io.jenkins.plugins.fleetimagescan.testing.ScriptedServer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/**
 * A mirror that wants a login gets the default credential of its own host. The mirror is a real registry with the tag
 * 1.2.0; the registry that it stands for has 1.1.0.
 */
public class MirrorLoginTest {
    @ClassRule
    public static final ScanTestEnvironment ENV = new ScanTestEnvironment();

    private static final String OF_REGISTRY =
            "Basic " + Base64.getEncoder().encodeToString("owner:upstream-Pass/1184".getBytes(StandardCharsets.UTF_8));

    private ScriptedServer registry;

    @Before
    public void start() throws Exception {
        registry = ScriptedServer.start();
        registry.answers(exchange -> {
            boolean known = OF_REGISTRY.equals(exchange.request().header("Authorization"));
            exchange.reply(known ? 200 : 401, "WWW-Authenticate: Basic realm=test", "{\"tags\":[\"1.1.0\"]}");
        });
        var store = SystemCredentialsProvider.getInstance();
        store.getCredentials().add(ScanTestEnvironment.login("upstream", "owner", "upstream-Pass/1184"));
        store.getDomainCredentialsMap()
                .put(
                        new Domain("elsewhere", "", List.of(new HostnameSpecification("elsewhere.example.com", null))),
                        new CopyOnWriteArrayList<>(List.of(ScanTestEnvironment.login(
                                "elsewhere", "puller", ScanTestEnvironment.REGISTRY_PASSWORD))));
        store.save();
    }

    @After
    public void stop() throws Exception {
        registry.close();
        FleetImageScanConfiguration.get().setRegistries(List.of());
    }

    private void configure(String ofMirror) {
        RegistryConfiguration own = new RegistryConfiguration(registry.host());
        own.setMirror(ENV.registry.host());
        own.setCredentialsId("upstream");
        RegistryConfiguration mirror = new RegistryConfiguration(ENV.registry.host());
        mirror.setCredentialsId(ofMirror);
        FleetImageScanConfiguration.get().setRegistries(List.of(own, mirror));
    }

    private RealGit repository(String name) throws Exception {
        ENV.registry.push("team/" + name, "1.2.0");
        String image = registry.host() + "/team/" + name;
        return ENV.git.createWith(
                name,
                "fleet.yaml",
                "imageScans:\n- {image: '" + image + "', tagName: app}\n",
                "deployment.yaml",
                "image: " + image + ":1.0.0 # {\"$imagescan\": \"app\"}\n");
    }

    @Test
    public void theMirrorGetsItsOwnDefaultCredential() throws Exception {
        configure("registry-pull");
        RealGit repository = repository("mirrored");
        WorkflowRun run = ENV.build("mirrored", Result.SUCCESS, "fleetImageScan credentialsId: 'git-writer'");
        assertThat(repository.git("show", "main:deployment.yaml")).contains(registry.host() + "/team/mirrored:1.2.0");
        assertThat(registry.requests()).isEmpty();
        assertThat(ScanTestEnvironment.everythingOf(run)).doesNotContain(ScanTestEnvironment.REGISTRY_PASSWORD);
    }

    @Test
    public void oneWhoseDomainIsForAnotherHostIsNotSentAndTheRegistryItselfIsAsked() throws Exception {
        configure("elsewhere");
        RealGit repository = repository("elsewhere");
        WorkflowRun run = ENV.build("elsewhere", Result.SUCCESS, "fleetImageScan credentialsId: 'git-writer'");
        assertThat(repository.git("show", "main:deployment.yaml")).contains(registry.host() + "/team/elsewhere:1.1.0");
        assertThat(ScanTestEnvironment.log(run))
                .contains("The mirror " + ENV.registry.host() + " is asked without a login: ")
                .contains("was not sent to " + ENV.registry.host())
                .contains("Asking the registry itself.");
        assertThat(registry.requests())
                .extracting(request -> request.header("Authorization"))
                .containsExactly(null, OF_REGISTRY);
    }

    @Test
    public void aMirrorThatCannotBeOneEndsTheBuildWithASentence() throws Exception {
        RegistryConfiguration wrong = new RegistryConfiguration("registry.example.com");
        wrong.setMirror("mirror.example.com/hub proxy");
        FleetImageScanConfiguration.get().setRegistries(List.of(wrong));
        repository("wrong");
        WorkflowRun run = ENV.build("wrong", Result.FAILURE, "fleetImageScan credentialsId: 'git-writer'");
        assertThat(ScanTestEnvironment.log(run))
                .contains("ERROR: The global configuration of Fleet image scan cannot be used. The mirror of"
                        + " registry.example.com is \"mirror.example.com/hub proxy\", which is not a host")
                .doesNotContain("IllegalArgumentException");
    }

    @Test
    public void theTestButtonUsesItAndTellsOfAMirrorThatFails() throws Exception {
        ENV.registry.push("team/tried", "1.2.0");
        assertThat(test("registry-pull")).isEqualTo(FormValidation.Kind.OK);
        assertThat(registry.requests()).isEmpty();
        assertThat(test("registry-wrong")).isEqualTo(FormValidation.Kind.WARNING);
        assertThat(registry.requests()).hasSize(2);
    }

    private FormValidation.Kind test(String ofMirror) {
        configure(ofMirror);
        return ENV.jenkins
                .jenkins
                .getDescriptorByType(RegistryConfiguration.DescriptorImpl.class)
                .doTest(registry.host(), "upstream", false, null, ENV.registry.host(), "team/tried")
                .kind;
    }

    @Test
    public void theTestButtonDoesNotMistakeAHostOfOneWordForAFolderOfDockerHub() {
        FormValidation answer = ENV.jenkins
                .jenkins
                .getDescriptorByType(RegistryConfiguration.DescriptorImpl.class)
                .doTest("cache", "upstream", false, null, null, "team/app");
        assertThat(answer.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(answer.getMessage()).contains("cannot stand in the name of an image");
    }
}
