package io.jenkins.plugins.fleetimagescan.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assert.assertThrows;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.plugins.git.GitSCM;
import hudson.util.FormValidation;
import io.jenkins.plugins.fleetimagescan.testing.DockerRegistry;
import io.jenkins.plugins.fleetimagescan.testing.RealGit;
import java.util.List;
import jenkins.branch.BranchSource;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** The ways in which a job gets the trigger, its form, its page, and who may do what. */
public class TriggerFormsTest {
    @ClassRule
    public static final DockerRegistry REGISTRY = new DockerRegistry();

    @Rule
    public final JenkinsRule j = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static FleetImageScanTrigger trigger(String interval, boolean poll) {
        FleetImageScanTrigger trigger = new FleetImageScanTrigger();
        trigger.setInterval(interval);
        trigger.setPoll(poll);
        return trigger;
    }

    @Test
    public void formsKeepWhatWasEntered() throws Exception {
        FreeStyleProject job = j.createFreeStyleProject();
        for (FleetImageScanTrigger entered :
                List.of(trigger("1h30m", false), trigger(null, true), trigger("15m", true))) {
            job.addTrigger(entered);
            job = j.configRoundtrip(job);
            j.assertEqualDataBoundBeans(entered, job.getTrigger(FleetImageScanTrigger.class));
        }
    }

    @Test
    public void intervalsAreChecked() {
        var descriptor = j.jenkins.getDescriptorByType(FleetImageScanTrigger.DescriptorImpl.class);
        assertThat(descriptor.doCheckInterval("15m").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(descriptor.doCheckInterval("").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(descriptor.doCheckInterval("5s").kind).isEqualTo(FormValidation.Kind.WARNING);
        for (String bad : List.of("15", "H/15 * * * *", "0s", "-5m", "10ms")) {
            assertThat(descriptor.doCheckInterval(bad).kind).as(bad).isEqualTo(FormValidation.Kind.ERROR);
            assertThat(assertThrows(IllegalArgumentException.class, () -> trigger(bad, true)))
                    .hasMessageContaining(bad);
        }
    }

    private WorkflowJob pipeline(String script) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        j.buildAndAssertSuccess(job);
        return job;
    }

    private static FleetImageScanTrigger of(WorkflowJob job) {
        return ParameterizedJobMixIn.getTrigger(job, FleetImageScanTrigger.class);
    }

    @Test
    public void pipelinePropertiesSetIt() throws Exception {
        WorkflowJob job =
                pipeline("properties([pipelineTriggers([fleetImageScanTrigger(interval: '5m', poll: false)])])");
        assertThat(of(job).getInterval()).isEqualTo("5m");
        assertThat(of(job).isPoll()).isFalse();
        ScanLab.settle(j);
        assertThat(ScanPolling.get().schedule().size()).isEqualTo(1);
        job.setDefinition(new CpsFlowDefinition("properties([])", true));
        j.buildAndAssertSuccess(job);
        ScanLab.settle(j);
        assertThat(ScanPolling.get().schedule().size()).isZero();
    }

    @Test
    public void declarativeTriggersSetIt() throws Exception {
        WorkflowJob job = pipeline("pipeline { agent none; triggers { fleetImageScanTrigger(interval: '90s') }\n"
                + "stages { stage('x') { steps { echo 'x' } } } }");
        assertThat(of(job).getInterval()).isEqualTo("90s");
        assertThat(of(job).isPoll()).isTrue();
    }

    @Test
    public void branchesOfAMultibranchProjectSetItEachForItself() throws Exception {
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        try {
            RealGit git = RealGit.bareWith(
                    folder.getRoot().toPath(),
                    "Jenkinsfile",
                    "pipeline { agent none; triggers { fleetImageScanTrigger(interval: '5m') }\n"
                            + "stages { stage('x') { steps { echo 'x' } } } }");
            git.git("branch", "release", "main");
            GitSCMSource source = new GitSCMSource(git.folder().toString());
            source.setTraits(List.of(new BranchDiscoveryTrait()));
            WorkflowMultiBranchProject project = j.createProject(WorkflowMultiBranchProject.class, "branches");
            project.getSourcesList().add(new BranchSource(source));
            project.scheduleBuild2(0).getFuture().get();
            ScanLab.settle(j);
            for (String branch : List.of("main", "release")) {
                assertThat(of(project.getItem(branch)).getInterval()).isEqualTo("5m");
            }
            assertThat(ScanPolling.get().schedule().size()).isEqualTo(2);
            project.delete();
            ScanLab.settle(j);
            assertThat(ScanPolling.get().schedule().size()).isZero();
        } finally {
            GitSCM.ALLOW_LOCAL_CHECKOUT = false;
        }
    }

    @Test
    public void aWrongIntervalFailsThePipelineWithASentence() throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(
                "properties([pipelineTriggers([fleetImageScanTrigger(interval: 'often')])])", true));
        j.assertLogContains("often is not an interval", j.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0)));
    }

    @Test
    public void aPipelineGoesTheWholeWay() throws Exception {
        TestTime time = new TestTime().install();
        REGISTRY.push("pipeline/app", "1.0.0");
        ScanLab lab = new ScanLab(j, folder.getRoot().toPath(), REGISTRY, "pipeline/app");
        WorkflowJob job =
                pipeline("properties([pipelineTriggers([fleetImageScanTrigger()])])\nnode { fleetImageScan repo: '"
                        + lab.url() + "', branch: 'main' }");
        ScanLab.settle(j);
        REGISTRY.push("pipeline/app", "1.1.0");
        time.pass(ScanLab.INTERVAL);
        ScanLab.settle(j);
        ScanLab.assertBuilds(job, 2);
        assertThat(lab.manifest()).contains(":1.1.0 #");
        j.assertLogContains("Newer images: " + lab.image() + " 1.0.0 -> 1.1.0", job.getLastBuild());
    }

    @Test
    public void theLogIsForReadersAndScanNowForThoseWhoMayBuild() throws Exception {
        TestTime time = new TestTime().install();
        REGISTRY.push("page/app", "1.0.0");
        ScanLab lab = new ScanLab(j, folder.getRoot().toPath(), REGISTRY, "page/app");
        FreeStyleProject job = lab.freestyle("app");
        j.buildAndAssertSuccess(job);
        ScanLab.trigger(job);
        ScanLab.settle(j);
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader", "builder")
                .grant(Item.BUILD)
                .everywhere()
                .to("builder"));
        String page = "job/app/" + PollingLogAction.URL_NAME + "/";
        JenkinsRule.WebClient reader =
                j.createWebClient().withThrowExceptionOnFailingStatusCode(false).login("reader");
        assertThat(reader.goTo(page).asNormalizedText()).contains("Nothing was looked at yet.");
        assertThat(reader.goTo(page).getForms())
                .noneMatch(f -> f.getNameAttribute().equals("scanNow"));
        assertThat(status(reader, page + "scanNow", HttpMethod.POST)).isEqualTo(403);
        assertThat(((HtmlPage) j.createWebClient()
                                .withThrowExceptionOnFailingStatusCode(false)
                                .goTo(page))
                        .asNormalizedText())
                .as("somebody who may not see the job")
                .doesNotContain("Nothing was looked at yet.")
                .contains("Sign in");

        JenkinsRule.WebClient builder =
                j.createWebClient().withThrowExceptionOnFailingStatusCode(false).login("builder");
        assertThat(status(builder, page + "scanNow", HttpMethod.GET)).isEqualTo(405);
        assertThat(ScanLab.log(job)).isEmpty();
        REGISTRY.push("page/app", "1.1.0");
        HtmlPage log = j.submit(builder.goTo(page).getFormByName("scanNow"));
        assertThat(log.getUrl().getPath()).endsWith(page);
        ScanLab.settle(j);
        assertThat(builder.goTo(page).asNormalizedText()).contains("all registries are asked, as builder wants");
        ScanLab.assertBuilds(job, 2);
        assertThat(lab.manifest()).contains(":1.1.0 #");
        assertThat(time.instant()).isNotNull();
    }

    private int status(JenkinsRule.WebClient client, String path, HttpMethod method) throws Exception {
        WebRequest request = new WebRequest(client.createCrumbedUrl(path), method);
        return client.getPage(request).getWebResponse().getStatusCode();
    }
}
