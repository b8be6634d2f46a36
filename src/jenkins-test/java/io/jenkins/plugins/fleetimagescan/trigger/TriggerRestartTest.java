package io.jenkins.plugins.fleetimagescan.trigger;

import static io.jenkins.plugins.fleetimagescan.trigger.ScanLab.assertBuilds;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.testing.DockerRegistry;
import java.time.Instant;
import java.util.List;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

public class TriggerRestartTest {
    @ClassRule
    public static final DockerRegistry REGISTRY = new DockerRegistry();

    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Instant next;

    private FreeStyleProject create(JenkinsRule j, ScanLab lab) throws Exception {
        FreeStyleProject job = lab.freestyle("app");
        j.buildAndAssertSuccess(job);
        ScanLab.trigger(job);
        job.save();
        ScanLab.settle(j);
        return job;
    }

    @Test
    public void goesOnWhereItWasAndBuildsNothingTwice() throws Throwable {
        REGISTRY.push("restart/app", "1.0.0");
        sessions.then(j -> {
            FreeStyleProject job = create(j, new ScanLab(j, folder.getRoot().toPath(), REGISTRY, "restart/app"));
            next = PollState.load(job.getRootDir()).next();
            assertThat(next).isAfter(Instant.now());
            REGISTRY.push("restart/app", "1.1.0");
            ScanPolling.get().pushed(List.of(ImageReference.parse(REGISTRY.image("restart/app"))));
            Thread.sleep(ScanPolling.SETTLE.toMillis() + 500);
            ScanLab.settle(j);
            assertBuilds(job, 2);
            next = PollState.load(job.getRootDir()).next();
        });
        sessions.then(j -> {
            FreeStyleProject job = j.jenkins.getItemByFullName("app", FreeStyleProject.class);
            ScanLab.settle(j);
            assertBuilds(job, 2);
            assertThat(PollState.load(job.getRootDir()).next())
                    .as("the due time")
                    .isEqualTo(next);
            // Known at once, without any look since the restart.
            REGISTRY.push("restart/app", "1.2.0");
            ScanPolling.get().pushed(List.of(ImageReference.parse(REGISTRY.image("restart/app"))));
            Thread.sleep(ScanPolling.SETTLE.toMillis() + 500);
            ScanLab.settle(j);
            assertBuilds(job, 3);
        });
    }

    @Test
    public void aBuildThatWasQueuedAtTheRestartIsNotQueuedAgain() throws Throwable {
        REGISTRY.push("restart/queued", "1.0.0");
        sessions.then(j -> {
            FreeStyleProject job = create(j, new ScanLab(j, folder.getRoot().toPath(), REGISTRY, "restart/queued"));
            j.jenkins.setNumExecutors(0);
            REGISTRY.push("restart/queued", "1.1.0");
            ScanPolling.get().scanNow(job, "test");
            for (int i = 0; i < 200 && !job.isInQueue(); i++) {
                Thread.sleep(50);
            }
            assertThat(job.isInQueue()).isTrue();
        });
        sessions.then(j -> {
            FreeStyleProject job = j.jenkins.getItemByFullName("app", FreeStyleProject.class);
            assertThat(job.isInQueue()).isTrue();
            ScanPolling.get().scanNow(job, "test");
            for (int i = 0; i < 200 && !ScanLab.log(job).contains("in the queue already"); i++) {
                Thread.sleep(50);
            }
            assertThat(ScanLab.log(job)).contains("in the queue already");
            j.jenkins.setNumExecutors(2);
            ScanLab.settle(j);
            assertBuilds(job, 2);
            assertThat(job.getLastBuild().getCause(FleetImageScanCause.class).getChanges())
                    .hasSize(1);
        });
    }
}
