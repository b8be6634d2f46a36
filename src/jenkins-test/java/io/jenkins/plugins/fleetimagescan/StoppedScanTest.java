package io.jenkins.plugins.fleetimagescan;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.AbortException;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Result;
import hudson.model.Run;
import hudson.remoting.ChannelClosedException;
import hudson.remoting.ProxyException;
import hudson.slaves.DumbSlave;
import hudson.tasks.Shell;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jenkins.security.MasterToSlaveCallable;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

/** A scan that waits for a registry which accepts connections and says nothing. */
public class StoppedScanTest {
    private static final String MARKED = "image: x # {\"$imagescan\": \"app\"}";

    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    private ServerSocket silent;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();

    @Before
    public void listen() throws IOException {
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread acceptor = new Thread(
                () -> {
                    try {
                        while (true) {
                            connections.add(silent.accept());
                        }
                    } catch (IOException e) {
                        // Closed at the end of the test.
                    }
                },
                "silent registry");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    @After
    public void close() throws IOException {
        silent.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private WorkflowRun startWaiting(JenkinsRule jenkins, String label) throws Exception {
        return startWaiting(jenkins, label, "node('" + label + "') { SCAN }");
    }

    /** @param script with SCAN where the scan is to be */
    private WorkflowRun startWaiting(JenkinsRule jenkins, String label, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "waiting");
        String scan =
                """

                  writeFile file: 'fleet.yaml', text: '%s'
                  writeFile file: 'x.yaml', text: '%s'
                  fleetImageScan dryRun: true
                """
                        .formatted(fleetYaml().replace("'", "\\'"), MARKED);
        job.setDefinition(new CpsFlowDefinition(script.replace("SCAN", scan), true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        waitForRegistry(jenkins, run);
        return run;
    }

    private String fleetYaml() {
        return "imageScans: [{image: '127.0.0.1:" + silent.getLocalPort() + "/a/b', tagName: app}]";
    }

    private void waitForRegistry(JenkinsRule jenkins, Run<?, ?> run) throws Exception {
        jenkins.waitForMessage("1 scan in 1 fleet.yaml file", run);
        Instant patience = Instant.now().plus(Duration.ofMinutes(1));
        while (!asked() && Instant.now().isBefore(patience)) {
            Thread.sleep(50);
        }
        assertThat(asked()).isTrue();
    }

    /** Whether the whole way to the registry has been gone: a request has come in. */
    private boolean asked() throws IOException {
        return !connections.isEmpty() && connections.get(0).getInputStream().available() > 0;
    }

    @Test
    public void stoppingTheBuildEndsTheScanOnTheAgentAtOnce() throws Throwable {
        sessions.then(jenkins -> {
            jenkins.createOnlineSlave(Label.get("scanner"));
            WorkflowRun run = startWaiting(jenkins, "scanner");
            run.getExecutor().interrupt();
            // Left alone, the scan would fail after its deadline and the build be unstable.
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            // The agent let go of the registry.
            assertThat(connections.get(0).getInputStream().readAllBytes()).isNotEmpty();
            assertThat(JenkinsRule.getLog(run))
                    .contains("The scan was stopped. What it had pushed stays.")
                    .doesNotContain("InterruptedException");
        });
    }

    /** As a lost machine or the kernel's out-of-memory killer ends it. */
    private static void kill(DumbSlave agent) throws Exception {
        long process = agent.getChannel().call(new ProcessId());
        assertThat(ProcessHandle.of(process).orElseThrow().destroyForcibly()).isTrue();
    }

    private static final class ProcessId extends MasterToSlaveCallable<Long, IOException> {
        private static final long serialVersionUID = 1;

        @Override
        public Long call() {
            return ProcessHandle.current().pid();
        }
    }

    @Test
    public void aKilledAgentEndsTheStepWithASentence() throws Throwable {
        sessions.then(jenkins -> {
            DumbSlave agent = jenkins.createOnlineSlave(Label.get("scanner"));
            WorkflowRun run = startWaiting(jenkins, "scanner");
            kill(agent);
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
            assertThat(JenkinsRule.getLog(run))
                    .contains("ERROR: The connection to the agent " + agent.getNodeName() + " was lost while")
                    .doesNotContain("RequestAbortedException");
            // Some kinds of connections end with exceptions that Pipeline cannot store: they are there as text.
            assertThat(run.getExecution().getCauseOfFailure())
                    .isInstanceOf(AbortException.class)
                    .hasCauseInstanceOf(ChannelClosedException.class)
                    .rootCause()
                    .isInstanceOf(ProxyException.class);
        });
    }

    @Test
    public void aKilledAgentEndsTheBuildStepWithASentence() throws Throwable {
        sessions.then(jenkins -> {
            DumbSlave agent = jenkins.createOnlineSlave(Label.get("scanner"));
            FreeStyleProject job = jenkins.createFreeStyleProject();
            job.setAssignedNode(agent);
            job.getBuildersList()
                    .add(new Shell("echo \"" + fleetYaml() + "\" > fleet.yaml\necho '" + MARKED + "' > x.yaml"));
            FleetImageScanBuilder builder = new FleetImageScanBuilder();
            builder.setDryRun(true);
            job.getBuildersList().add(builder);
            FreeStyleBuild run = job.scheduleBuild2(0).waitForStart();
            waitForRegistry(jenkins, run);
            kill(agent);
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
            jenkins.assertLogContains(
                    "ERROR: The connection to the agent " + agent.getNodeName() + " was lost while", run);
        });
    }

    @Test
    public void pipelinesRetryAScanWhoseAgentWasKilled() throws Throwable {
        sessions.then(jenkins -> {
            DumbSlave agent = jenkins.createOnlineSlave(Label.get("scanner"));
            WorkflowRun run = startWaiting(
                    jenkins,
                    "scanner",
                    """
                    def tries = 0
                    retry(count: 2, conditions: [agent()]) {
                      if (++tries == 2) {
                        echo 'tried again'
                        return
                      }
                      node('scanner') { SCAN }
                    }
                    """);
            kill(agent);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            jenkins.assertLogContains("tried again", run);
        });
    }

    @Test
    public void aRestartFailsTheStepAndSaysWhatHappened() throws Throwable {
        sessions.then(jenkins -> startWaiting(jenkins, "built-in"));
        sessions.then(jenkins -> {
            WorkflowRun run = jenkins.jenkins
                    .getItemByFullName("waiting", WorkflowJob.class)
                    .getBuildByNumber(1);
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("Jenkins was restarted while fleetImageScan was running", run);
        });
    }

    @Test
    public void pipelinesRetryAScanThatARestartCutOff() throws Throwable {
        sessions.then(
                jenkins -> startWaiting(
                        jenkins,
                        "built-in",
                        """
                def tries = 0
                retry(count: 2, conditions: [nonresumable()]) {
                  if (++tries == 2) {
                    echo 'tried again'
                    return
                  }
                  node('built-in') { SCAN }
                }
                """));
        sessions.then(jenkins -> {
            WorkflowRun run = jenkins.jenkins
                    .getItemByFullName("waiting", WorkflowJob.class)
                    .getBuildByNumber(1);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            assertThat(JenkinsRule.getLog(run))
                    .contains("ERROR: Jenkins was restarted while fleetImageScan was running")
                    .contains("tried again");
        });
    }
}
