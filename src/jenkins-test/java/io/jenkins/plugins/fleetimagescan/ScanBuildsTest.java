package io.jenkins.plugins.fleetimagescan;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Result;
import hudson.plugins.git.BranchSpec;
import hudson.plugins.git.GitSCM;
import hudson.plugins.git.UserRemoteConfig;
import io.jenkins.plugins.fleetimagescan.engine.run.RunReport;
import io.jenkins.plugins.fleetimagescan.engine.run.ScanResult;
import io.jenkins.plugins.fleetimagescan.report.ImageScanAction;
import io.jenkins.plugins.fleetimagescan.report.RecordedScan;
import io.jenkins.plugins.fleetimagescan.testing.RealGit;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Test;

/** Builds on a separate agent, between a real registry and a real Git server. */
public class ScanBuildsTest {
    @ClassRule
    public static final ScanTestEnvironment ENV = new ScanTestEnvironment();

    @Test
    public void pipelineScansCommitsAndPushesOnTheAgent() throws Exception {
        RealGit repository = ENV.repository("pipeline", "registry-pull");
        WorkflowRun run = ENV.build(
                "pipeline",
                Result.SUCCESS,
                """
                def r = fleetImageScan credentialsId: 'git-writer', authorName: 'Scan Bot', authorEmail: 'bot@example.com'
                echo "changed=${r.changed} branch=${r.branch} errors=${r.errors}"
                echo "commit=<${r.commit}>"
                r.updates.each { echo "${it.file}:${it.line} ${it.tagName}: ${it.oldValue} to ${it.newValue}" }
                """);
        String head = repository.git("rev-parse", "main").strip();
        String image = ENV.registry.image("team/pipeline");
        assertThat(ScanTestEnvironment.log(run))
                .contains("changed=true branch=main errors=[]")
                .contains("commit=<" + head + ">")
                .contains("deployment.yaml:1 app: " + image + ":1.0.0 to " + image + ":1.2.0")
                .contains("[fleet-image-scan] Pushed " + head + " to main");
        assertThat(repository.git("show", "main:deployment.yaml")).contains(image + ":1.2.0");
        assertThat(repository.git("log", "-1", "--format=%an <%ae>", "main")).contains("Scan Bot <bot@example.com>");
    }

    @Test
    public void secretsAreNowhereInWhatTheBuildLeaves() throws Exception {
        ENV.repository("quiet", "registry-pull");
        WorkflowRun run = ENV.build("quiet", Result.SUCCESS, "fleetImageScan credentialsId: 'git-writer'");
        String everything = ScanTestEnvironment.everythingOf(run);
        assertThat(everything).contains("team/quiet");
        for (String secret : List.of(ScanTestEnvironment.REGISTRY_PASSWORD, ScanTestEnvironment.GIT_PASSWORD)) {
            assertThat(everything).doesNotContain(secret);
        }
        assertThat(everything)
                .doesNotContain(base64("puller:" + ScanTestEnvironment.REGISTRY_PASSWORD))
                .doesNotContain(base64("writer:" + ScanTestEnvironment.GIT_PASSWORD));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    public void usageOfCredentialsIsTracked() throws Exception {
        ENV.repository("tracked", "registry-pull");
        ENV.build("tracked", Result.SUCCESS, "fleetImageScan credentialsId: 'git-writer'");
        for (var credential : SystemCredentialsProvider.getInstance().getCredentials()) {
            var known = (com.cloudbees.plugins.credentials.common.IdCredentials) credential;
            if (!known.getId().equals("registry-wrong")) {
                assertThat(CredentialsProvider.getFingerprintOf(credential).getJobs())
                        .as(known.getId())
                        .contains("tracked");
            }
        }
    }

    @Test
    public void freestyleBuildDoesTheSame() throws Exception {
        RealGit repository = ENV.repository("freestyle", "registry-pull");
        FreeStyleProject job = ENV.jenkins.createFreeStyleProject("freestyle");
        job.setAssignedLabel(Label.get("scanner"));
        job.setScm(new GitSCM(
                List.of(new UserRemoteConfig(ENV.git.url("freestyle"), null, null, "git-writer")),
                List.of(new BranchSpec("*/main")),
                null,
                null,
                List.of()));
        FleetImageScanBuilder builder = new FleetImageScanBuilder();
        builder.setCredentialsId("git-writer");
        builder.setMessageTemplate("$JOB_NAME: new images");
        job.getBuildersList().add(builder);
        FreeStyleBuild build = ENV.jenkins.buildAndAssertSuccess(job);
        assertThat(repository.git("log", "-1", "--format=%s", "main")).contains("freestyle: new images");
        assertThat(ScanTestEnvironment.log(build)).contains("Pushed ");
    }

    @Test
    public void declarativePipelineScans() throws Exception {
        RealGit repository = ENV.repository("declarative", "registry-pull");
        WorkflowJob job = ENV.pipeline(
                "declarative",
                """
                pipeline {
                  agent { label 'scanner' }
                  stages {
                    stage('images') {
                      steps {
                        %s
                        fleetImageScan credentialsId: 'git-writer', paths: ['.'], onScanError: 'fail'
                      }
                    }
                  }
                }
                """
                        .formatted(ENV.checkout("declarative")));
        ENV.jenkins.buildAndAssertSuccess(job);
        assertThat(repository.git("show", "main:deployment.yaml")).contains(":1.2.0");
    }

    @Test
    public void dryRunShowsTheDiffAndWritesNothing() throws Exception {
        RealGit repository = ENV.repository("dry", "registry-pull");
        String before = repository.git("rev-parse", "main");
        WorkflowRun run = ENV.build("dry", Result.SUCCESS, "fleetImageScan dryRun: true");
        assertThat(repository.git("rev-parse", "main")).isEqualTo(before);
        assertThat(ScanTestEnvironment.log(run))
                .contains("+image: " + ENV.registry.image("team/dry") + ":1.2.0")
                .contains("-image: " + ENV.registry.image("team/dry") + ":1.0.0");
    }

    @Test
    public void withinTheIntervalTheRecordedSelectionIsUsed() throws Exception {
        ENV.repository("interval", "registry-pull");
        WorkflowJob job = ENV.pipeline(
                "interval",
                "node('scanner') {\n" + ENV.checkout("interval") + "\nfleetImageScan credentialsId: 'git-writer'\n}");
        ENV.jenkins.buildAndAssertSuccess(job);
        ENV.registry.push("team/interval", "1.3.0");
        WorkflowRun second = ENV.jenkins.buildAndAssertSuccess(job);
        assertThat(result(second).status()).isEqualTo(ScanResult.Status.RECORDED);
        assertThat(result(second).tag()).isEqualTo("1.2.0");

        job.setDefinition(new CpsFlowDefinition(
                "node('scanner') {\n" + ENV.checkout("interval")
                        + "\nfleetImageScan credentialsId: 'git-writer', force: true\n}",
                true));
        WorkflowRun forced = ENV.jenkins.buildAndAssertSuccess(job);
        assertThat(result(forced).status()).isEqualTo(ScanResult.Status.SELECTED);
        assertThat(result(forced).tag()).isEqualTo("1.3.0");
    }

    private static ScanResult result(WorkflowRun run) {
        List<RecordedScan> scans = run.getAction(ImageScanAction.class).getScans();
        RunReport report = scans.get(0).report();
        return report.scans().get(0);
    }

    @Test
    public void aFailedScanFollowsOnScanError() throws Exception {
        ENV.repository("failing", "registry-wrong");
        String checkout = "node('scanner') {\n" + ENV.checkout("failing") + "\n";
        WorkflowJob job = ENV.pipeline("failing", checkout + "fleetImageScan credentialsId: 'git-writer'\n}");
        WorkflowRun unstable = ENV.jenkins.assertBuildStatus(Result.UNSTABLE, job.scheduleBuild2(0));
        assertThat(ScanTestEnvironment.log(unstable))
                .contains("app: " + ENV.registry.image("team/failing") + " FAILED: ")
                .contains("401");

        job.setDefinition(new CpsFlowDefinition(checkout + "fleetImageScan onScanError: 'fail'\n}", true));
        ENV.jenkins.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));

        job.setDefinition(new CpsFlowDefinition(
                checkout + "def r = fleetImageScan onScanError: 'ignore'\necho \"${r.errors.size()} error\"\n}", true));
        assertThat(ScanTestEnvironment.log(ENV.jenkins.buildAndAssertSuccess(job)))
                .contains("1 error");
    }

    @Test
    public void aBrokenFleetYamlFailsTheBuildWithItsPlace() throws Exception {
        ENV.git.createWith("broken", "fleet.yaml", "imageScans:\n- tagName: app\n  interval: soon\n");
        WorkflowRun run = ENV.build("broken", Result.FAILURE, "fleetImageScan credentialsId: 'git-writer'");
        assertThat(ScanTestEnvironment.log(run)).contains("ERROR: fleet.yaml:2").contains("fleet.yaml:3");
    }

    @Test
    public void anUnknownValueOfOnScanErrorNamesTheAcceptedOnes() throws Exception {
        WorkflowJob job = ENV.pipeline("typo", "node('scanner') { fleetImageScan onScanError: 'explode' }");
        WorkflowRun run = ENV.jenkins.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
        assertThat(ScanTestEnvironment.log(run)).contains("explode").contains("fail, unstable, ignore");
    }
}
