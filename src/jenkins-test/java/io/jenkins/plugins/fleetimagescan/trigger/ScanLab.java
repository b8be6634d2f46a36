package io.jenkins.plugins.fleetimagescan.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.fleetimagescan.FleetImageScanBuilder;
import io.jenkins.plugins.fleetimagescan.testing.DockerRegistry;
import io.jenkins.plugins.fleetimagescan.testing.RealGit;
import java.nio.file.Path;
import java.time.Duration;
import org.jvnet.hudson.test.JenkinsRule;

/** A repository with a fleet.yaml for one image, and jobs that keep it up to date. */
final class ScanLab {
    static final Duration INTERVAL = Duration.ofMinutes(15);

    private final JenkinsRule jenkins;
    private final RealGit git;
    private final String image;

    ScanLab(JenkinsRule jenkins, Path folder, DockerRegistry registry, String repository) {
        this.jenkins = jenkins;
        this.image = registry.image(repository);
        this.git = RealGit.bareWith(
                folder,
                "app/fleet.yaml",
                "imageScans:\n- image: " + image + "\n  tagName: app\n  policy:\n    semver:\n      range: '>=1.0.0'\n",
                "app/deployment.yaml",
                "image: " + image + ":1.0.0 # {\"$imagescan\": \"app\"}\n");
    }

    String image() {
        return image;
    }

    RealGit git() {
        return git;
    }

    String url() {
        return git.folder().toUri().toString();
    }

    String manifest() {
        return git.git("show", "main:app/deployment.yaml");
    }

    FreeStyleProject freestyle(String name) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject(name);
        FleetImageScanBuilder step = new FleetImageScanBuilder();
        step.setRepo(url());
        step.setBranch("main");
        job.getBuildersList().add(step);
        return job;
    }

    static FleetImageScanTrigger trigger(FreeStyleProject job) throws Exception {
        FleetImageScanTrigger trigger = new FleetImageScanTrigger();
        trigger.start(job, true);
        job.addTrigger(trigger);
        return trigger;
    }

    /** Waits until the polling has nothing to do and no build is running or in the queue. */
    static void settle(JenkinsRule jenkins) throws Exception {
        for (int quiet = 0; quiet < 3; ) {
            jenkins.waitUntilNoActivity();
            boolean idle = ScanPolling.get().schedule().isIdle();
            Thread.sleep(50);
            quiet = idle && jenkins.jenkins.getQueue().isEmpty() ? quiet + 1 : 0;
        }
    }

    static String log(Job<?, ?> job) throws Exception {
        return PollingLog.read(job.getRootDir());
    }

    static void assertBuilds(Job<?, ?> job, int number) {
        Run<?, ?> last = job.getLastBuild();
        assertThat(last == null ? 0 : last.getNumber()).isEqualTo(number);
    }
}
