package io.jenkins.plugins.fleetimagescan.trigger;

import static io.jenkins.plugins.fleetimagescan.trigger.ScanLab.INTERVAL;
import static io.jenkins.plugins.fleetimagescan.trigger.ScanLab.assertBuilds;
import static io.jenkins.plugins.fleetimagescan.trigger.ScanLab.log;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.tasks.Builder;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.testing.DockerRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.SleepBuilder;
import org.jvnet.hudson.test.TestBuilder;

/** With a real registry and a real Git repository; only time is made up. */
public class FleetImageScanTriggerTest {
    @ClassRule
    public static final DockerRegistry REGISTRY = new DockerRegistry();

    private static int repositories;

    /** Ends the build before its scan. */
    public static final class Refuse extends TestBuilder {
        @Override
        public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener) {
            return false;
        }
    }

    @Rule
    public final JenkinsRule j = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final String repository = "trigger/app" + ++repositories;
    private TestTime time;
    private ScanLab lab;

    @Before
    public void prepare() throws Exception {
        time = new TestTime().install();
        REGISTRY.push(repository, "1.0.0");
        lab = new ScanLab(j, folder.getRoot().toPath(), REGISTRY, repository);
    }

    private FreeStyleProject recorded() throws Exception {
        FreeStyleProject job = lab.freestyle("app");
        j.buildAndAssertSuccess(job);
        ScanLab.trigger(job);
        ScanLab.settle(j);
        return job;
    }

    private static void prepend(FreeStyleProject job, Builder first) throws Exception {
        List<Builder> steps = new ArrayList<>(job.getBuilders());
        steps.add(0, first);
        job.getBuildersList().replaceBy(steps);
    }

    private void pass(Duration duration) throws Exception {
        time.pass(duration);
        ScanLab.settle(j);
    }

    private void hint(String image) throws Exception {
        ScanPolling.get().pushed(List.of(ImageReference.parse(image)));
        pass(ScanPolling.SETTLE);
    }

    @Test
    public void startsABuildOnlyForANewerImage() throws Exception {
        FreeStyleProject job = recorded();
        pass(INTERVAL);
        assertBuilds(job, 1);
        assertThat(log(job)).contains("a regular look", "1.0.0 (1.0.0 is the choice", "A run would change nothing.");

        REGISTRY.push(repository, "1.1.0");
        pass(INTERVAL);
        assertBuilds(job, 2);
        assertThat(job.getLastBuild().getCause(FleetImageScanCause.class).getShortDescription())
                .isEqualTo("Newer images: " + lab.image() + " 1.0.0 -> 1.1.0");
        assertThat(lab.manifest()).contains(lab.image() + ":1.1.0 #");

        pass(INTERVAL.multipliedBy(2));
        assertBuilds(job, 2);
    }

    @Test
    public void aPushIsSeenAtOnceAndAnUnrelatedOneStartsNothing() throws Exception {
        FreeStyleProject job = recorded();
        REGISTRY.push(repository, "1.1.0");
        hint(REGISTRY.image("trigger/other"));
        hint("evil.example.com/" + repository);
        hint(lab.image() + "x");
        assertBuilds(job, 1);
        assertThat(log(job)).isEmpty();

        hint(lab.image() + ":1.1.0");
        assertBuilds(job, 2);
        assertThat(lab.manifest()).contains(":1.1.0 #");

        REGISTRY.push(repository, "0.9.0", "nightly");
        hint(lab.image());
        assertBuilds(job, 2);
        assertThat(log(job)).contains("somebody pushed to " + lab.image(), "A run would change nothing.");
    }

    @Test
    public void hintsDoNotPutTheRegularLookOff() throws Exception {
        FreeStyleProject job = recorded();
        Instant planned = PollState.load(job.getRootDir()).next();
        for (int i = 0; i < 8; i++) {
            pass(Duration.ofMinutes(1).minus(ScanPolling.SETTLE));
            hint(lab.image());
        }
        assertThat(log(job)).contains("somebody pushed");
        assertThat(PollState.load(job.getRootDir()).next())
                .as("the look was made when it was planned, and the next one is planned")
                .isAfter(planned);
    }

    @Test
    public void manyHintsAreOneLook() throws Exception {
        FreeStyleProject job = recorded();
        REGISTRY.push(repository, "1.1.0");
        long before = listings();
        for (int i = 0; i < 500; i++) {
            ScanPolling.get().pushed(List.of(ImageReference.parse(lab.image())));
        }
        pass(ScanPolling.SETTLE);
        assertBuilds(job, 2);
        assertThat(listings() - before).as("one of the look, one of the build").isEqualTo(2);
    }

    private long listings() throws Exception {
        return REGISTRY.log()
                .lines()
                .filter(l -> l.contains("GET /v2/" + repository + "/tags/list"))
                .count();
    }

    @Test
    public void nothingIsAddedToAQueueOrARunningBuild() throws Exception {
        FreeStyleProject job = recorded();
        j.jenkins.setNumExecutors(0);
        job.scheduleBuild2(0);
        REGISTRY.push(repository, "1.1.0");
        time.pass(INTERVAL);
        waitFor(job, "A build is in the queue already");
        hintWithoutWaiting();
        waitFor(job, "somebody pushed");
        assertThat(j.jenkins.getQueue().getItems()).hasSize(1);
        j.jenkins.setNumExecutors(2);
        ScanLab.settle(j);
        // The build that was queued by hand used its recorded selection; the hint was kept for when it had ended.
        pass(ScanPolling.SETTLE);
        assertThat(lab.manifest()).contains(":1.1.0 #");
        assertBuilds(job, 3);
    }

    @Test
    public void aRunningBuildForTheSameChangeIsEnough() throws Exception {
        FreeStyleProject job = recorded();
        prepend(job, new SleepBuilder(4_000));
        job.setConcurrentBuild(true);
        REGISTRY.push(repository, "1.1.0");
        time.pass(INTERVAL);
        waitFor(job, "A build is started.");
        for (int i = 0; i < 100 && job.getLastBuild().getNumber() < 2; i++) {
            Thread.sleep(50);
        }
        hintWithoutWaiting();
        waitFor(job, "was started for this and is running");
        ScanLab.settle(j);
        pass(INTERVAL.multipliedBy(2));
        assertBuilds(job, 2);
    }

    private void hintWithoutWaiting() throws Exception {
        ScanPolling.get().pushed(List.of(ImageReference.parse(lab.image())));
        time.pass(ScanPolling.SETTLE);
    }

    private static void waitFor(FreeStyleProject job, String line) throws Exception {
        for (int i = 0; i < 200 && !log(job).contains(line); i++) {
            Thread.sleep(50);
        }
        assertThat(log(job)).contains(line);
    }

    @Test
    public void aBuildThatFailsIsNotStartedAgainAllTheTime() throws Exception {
        FreeStyleProject job = recorded();
        prepend(job, new Refuse());
        REGISTRY.push(repository, "1.1.0");
        hint(lab.image());
        assertBuilds(job, 2);
        hint(lab.image());
        assertBuilds(job, 2);
        assertThat(log(job)).contains("did not bring it into Git");
        pass(INTERVAL);
        assertBuilds(job, 2);
        pass(INTERVAL);
        assertBuilds(job, 3);
        pass(INTERVAL.multipliedBy(2));
        assertBuilds(job, 3);
        job.getBuildersList().remove(Refuse.class);
        pass(INTERVAL.multipliedBy(2));
        assertBuilds(job, 4);
        assertThat(lab.manifest()).contains(":1.1.0 #");
    }

    @Test
    public void withoutPollingABuildStartsAtEachInterval() throws Exception {
        FreeStyleProject job = lab.freestyle("app");
        FleetImageScanTrigger trigger = ScanLab.trigger(job);
        trigger.setPoll(false);
        ScanLab.settle(j);
        for (int build = 1; build <= 3; build++) {
            pass(INTERVAL);
            assertBuilds(job, build);
        }
        assertThat(job.getLastBuild().getCause(FleetImageScanCause.class).getShortDescription())
                .isEqualTo("Time to scan images");
        hint(lab.image());
        assertBuilds(job, 4);
    }

    @Test
    public void beforeTheFirstRunABuildStarts() throws Exception {
        FreeStyleProject job = lab.freestyle("app");
        ScanLab.trigger(job);
        ScanLab.settle(j);
        assertBuilds(job, 0);
        pass(INTERVAL);
        assertBuilds(job, 1);
        pass(INTERVAL);
        assertBuilds(job, 1);
    }

    @Test
    public void aRegistryThatIsDownIsLeftAloneAndSaidSo() throws Exception {
        FreeStyleProject job = recorded();
        REGISTRY.stop();
        try {
            pass(INTERVAL);
            assertThat(log(job)).contains("FAILED").doesNotContain("\tat ", "Exception:");
            Instant first = PollState.load(job.getRootDir()).next();
            assertThat(Duration.between(time.instant(), first)).isBetween(INTERVAL, INTERVAL.multipliedBy(2));
            pass(INTERVAL);
            pass(INTERVAL);
            Instant second = PollState.load(job.getRootDir()).next();
            assertThat(Duration.between(time.instant(), second))
                    .isBetween(INTERVAL.multipliedBy(3), INTERVAL.multipliedBy(4));
            assertBuilds(job, 1);
        } finally {
            REGISTRY.start();
        }
    }

    @Test
    public void reconfigurationKeepsTheDueTime() throws Exception {
        FreeStyleProject job = recorded();
        REGISTRY.push(repository, "1.1.0");
        for (int i = 0; i < 5; i++) {
            pass(Duration.ofMinutes(3).plusSeconds(1));
            j.configRoundtrip(job);
            ScanLab.settle(j);
        }
        assertBuilds(job, 2);
        pass(INTERVAL);
        assertBuilds(job, 2);
    }

    @Test
    public void aRenamedJobGoesOnAndADeletedOneIsForgotten() throws Exception {
        FreeStyleProject job = recorded();
        job.renameTo("renamed");
        REGISTRY.push(repository, "1.1.0");
        hint(lab.image());
        assertBuilds(job, 2);
        REGISTRY.push(repository, "1.2.0");
        pass(INTERVAL);
        assertBuilds(job, 3);
        job.delete();
        ScanLab.settle(j);
        assertThat(ScanPolling.get().schedule().size()).isZero();
        hint(lab.image());
        pass(INTERVAL);
    }

    @Test
    public void aDisabledJobIsNotBuilt() throws Exception {
        FreeStyleProject job = recorded();
        job.makeDisabled(true);
        REGISTRY.push(repository, "1.1.0");
        pass(INTERVAL);
        hint(lab.image());
        assertBuilds(job, 1);
        job.makeDisabled(false);
        pass(INTERVAL);
        assertBuilds(job, 2);
        j.assertBuildStatus(Result.SUCCESS, job.getLastBuild());
    }
}
