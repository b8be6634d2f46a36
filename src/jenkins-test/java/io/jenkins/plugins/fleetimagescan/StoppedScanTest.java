package io.jenkins.plugins.fleetimagescan;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "waiting");
        String fleetYaml = "imageScans: [{image: \\'127.0.0.1:" + silent.getLocalPort() + "/a/b\\', tagName: app}]";
        job.setDefinition(new CpsFlowDefinition(
                """
                node('%s') {
                  writeFile file: 'fleet.yaml', text: '%s'
                  writeFile file: 'x.yaml', text: 'image: x # {"$imagescan": "app"}'
                  fleetImageScan dryRun: true
                }
                """
                        .formatted(label, fleetYaml),
                true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("1 scan in 1 fleet.yaml file", run);
        Instant patience = Instant.now().plus(Duration.ofMinutes(1));
        while (!asked() && Instant.now().isBefore(patience)) {
            Thread.sleep(50);
        }
        assertThat(asked()).isTrue();
        return run;
    }

    /** Whether the whole way to the registry has been gone: a request has come in. */
    private boolean asked() throws IOException {
        return !connections.isEmpty() && connections.get(0).getInputStream().available() > 0;
    }

    @Test
    public void stoppingTheBuildEndsTheScanOnTheAgentAtOnce() throws Throwable {
        sessions.then(jenkins -> {
            jenkins.createOnlineSlave(hudson.model.Label.get("scanner"));
            WorkflowRun run = startWaiting(jenkins, "scanner");
            run.getExecutor().interrupt();
            // Left alone, the scan would fail after its deadline and the build be unstable.
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            // The agent let go of the registry.
            assertThat(connections.get(0).getInputStream().readAllBytes()).isNotEmpty();
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
}
