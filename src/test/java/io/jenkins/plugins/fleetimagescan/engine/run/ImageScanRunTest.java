package io.jenkins.plugins.fleetimagescan.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.engine.git.GitCredential;
import io.jenkins.plugins.fleetimagescan.engine.git.RemoteAccess;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryCredential;
import io.jenkins.plugins.fleetimagescan.engine.registry.RequestCounts;
import io.jenkins.plugins.fleetimagescan.testing.DockerRegistry;
import io.jenkins.plugins.fleetimagescan.testing.GitHttpServer;
import io.jenkins.plugins.fleetimagescan.testing.RealGit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Whole runs between a real registry and a real Git server, both of which ask for a password. */
public class ImageScanRunTest {
    private static final String REGISTRY_PASSWORD = "s3cr3t-registry";
    private static final String GIT_PASSWORD = "s3cr3t-git";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public final DockerRegistry registry = new DockerRegistry().withUser("robot", REGISTRY_PASSWORD);

    @Rule
    public final GitHttpServer server = new GitHttpServer();

    private final List<String> log = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private RealGit bare;
    private RealGit clone;

    @Before
    public void setUp() throws Exception {
        RealGit.assumeInstalled();
        registry.push("team/app", "1.0.0", "1.1.0");
        String image = registry.image("team/app");
        bare = server.createWith(
                "fleet",
                "shop/fleet.yaml",
                "imageScans:\n- {image: " + image + ", tagName: app, secretRef: {name: robot}, interval: 10m}\n",
                "shop/deployment.yaml",
                "image: " + image + ":1.0.0 # {\"$imagescan\": \"app\"}\n",
                "shop/kustomization.yaml",
                "digest: none # {\"$imagescan\": \"app:sha\"}\n",
                "other/deployment.yaml",
                "image: " + image + ":1.0.0\n");
        clone = bare.cloneTo("work");
        clone.git("remote", "set-url", "origin", server.url("fleet"));
        server.requireLogin("pusher", GIT_PASSWORD);
    }

    private RunReport run(RunRequest.Builder request) throws Exception {
        RemoteAccess access = RemoteAccess.of(GitCredential.password("pusher", GIT_PASSWORD));
        CredentialSource credentials = (scan, image, secretName) -> {
            if (!"robot".equals(secretName)) {
                throw new CredentialException("no credential " + secretName);
            }
            return RegistryCredential.basic("robot", REGISTRY_PASSWORD);
        };
        RunListener listener = new RunListener() {
            @Override
            public void info(String line) {
                log.add(line);
            }

            @Override
            public void problem(Problem problem) {
                log.add(problem.toString());
            }

            @Override
            public void scanned(ScanResult result) {
                log.add(ReportText.scan(result));
            }
        };
        return new ImageScanRun(request.build(), access, listener, Clock.fixed(now, ZoneOffset.UTC))
                .execute(clone.folder(), folder.getRoot().toPath(), credentials);
    }

    @Test
    public void aNewTagBecomesAPushedCommit() throws Exception {
        RunReport report = run(RunRequest.builder());
        assertThat(report.outcome()).as(log.toString()).isEqualTo(RunReport.Outcome.DONE);
        assertThat(report.pushed()).isTrue();
        assertThat(report.updates())
                .extracting(u -> u.file() + ":" + u.line())
                .containsExactly("shop/deployment.yaml:1", "shop/kustomization.yaml:1");
        assertThat(clone.read("shop/deployment.yaml"))
                .isEqualTo("image: " + registry.image("team/app") + ":1.1.0 # {\"$imagescan\": \"app\"}\n");
        assertThat(clone.read("shop/kustomization.yaml")).startsWith("digest: sha256:");
        assertThat(clone.read("other/deployment.yaml")).endsWith(":1.0.0\n");
        assertThat(clone.git("show", "--name-only", "--format=%s", "HEAD")
                        .strip()
                        .lines())
                .containsExactly(
                        "Update " + registry.image("team/app") + " to 1.1.0",
                        "",
                        "shop/deployment.yaml",
                        "shop/kustomization.yaml");
        assertThat(bare.git("rev-parse", "main").strip()).isEqualTo(report.commit());
    }

    @Test
    public void oneListingAndOneHeadNoManifest() throws Exception {
        RequestCounts counts = run(RunRequest.builder()).requests();
        assertThat(counts.listings()).isEqualTo(1);
        assertThat(counts.heads()).isEqualTo(1);
        assertThat(counts.manifests()).isZero();
    }

    @Test
    public void theRecordedSelectionLastsForTheInterval() throws Exception {
        RunReport first = run(RunRequest.builder());
        registry.push("team/app", "1.2.0");
        now = now.plus(Duration.ofMinutes(9));
        RunReport second = run(RunRequest.builder().recorded(first.scans()));
        assertThat(second.scans().get(0).status()).isEqualTo(ScanResult.Status.RECORDED);
        assertThat(second.requests().total()).isZero();
        assertThat(second.changed()).isFalse();
        now = now.plus(Duration.ofMinutes(1));
        RunReport third = run(RunRequest.builder().recorded(second.scans()));
        assertThat(third.scans().get(0).status()).isEqualTo(ScanResult.Status.SELECTED);
        assertThat(third.scans().get(0).tag()).isEqualTo("1.2.0");
        assertThat(third.changed()).isTrue();
    }

    @Test
    public void aRecordOfAnotherPolicyIsNotUsed() throws Exception {
        RunReport first = run(RunRequest.builder());
        clone.write(
                "shop/fleet.yaml",
                clone.read("shop/fleet.yaml")
                        .replace("tagName: app", "tagName: app, policy: {semver: {range: 1.0.x}}"));
        RunReport second = run(RunRequest.builder().recorded(first.scans()));
        assertThat(second.scans().get(0).status()).isEqualTo(ScanResult.Status.SELECTED);
        assertThat(second.scans().get(0).tag()).isEqualTo("1.0.0");
    }

    @Test
    public void aCredentialThatIsMissingFailsItsScanOnly() throws Exception {
        clone.write("shop/fleet.yaml", clone.read("shop/fleet.yaml").replace("name: robot", "name: nobody"));
        RunReport report = run(RunRequest.builder());
        assertThat(report.outcome()).isEqualTo(RunReport.Outcome.SCAN_FAILED);
        assertThat(report.errors()).singleElement().asString().contains("shop/fleet.yaml:2", "no credential nobody");
        assertThat(report.requests().total()).isZero();
    }

    @Test
    public void aMarkerThatNobodyDefinesAndAScanThatNobodyMarksAreWarnings() throws Exception {
        clone.write("shop/extra.yaml", "x: y # {\"$imagescan\": \"apq\"}\n");
        clone.write(
                "shop/fleet.yaml",
                clone.read("shop/fleet.yaml") + "- {image: " + registry.image("team/app")
                        + ", tagName: idle, secretRef: {name: robot}}\n");
        RunReport report = run(RunRequest.builder());
        assertThat(report.outcome()).isEqualTo(RunReport.Outcome.DONE);
        assertThat(report.problems())
                .extracting(Problem::toString)
                .anySatisfy(p -> assertThat(p).startsWith("shop/extra.yaml:1:").contains("apq"))
                .anySatisfy(p -> assertThat(p).startsWith("shop/fleet.yaml:3:").contains("{\"$imagescan\": \"idle\"}"));
    }

    @Test
    public void pathsLimitManifestsAndTheScansThatAreAskedFor() throws Exception {
        Files.createDirectories(clone.folder().resolve("more"));
        clone.write(
                "more/fleet.yaml",
                "imageScans:\n- {image: " + registry.image("team/none")
                        + ", tagName: none, secretRef: {name: robot}}\n");
        RunReport report = run(RunRequest.builder().paths(List.of("shop")));
        assertThat(report.scans()).extracting(s -> s.id().tagName()).containsExactly("app");
        assertThat(report.outcome()).isEqualTo(RunReport.Outcome.DONE);
    }

    @Test
    public void thePullRequestBuildCommitsWithoutPushing() throws Exception {
        Map<String, String> environment = Map.of("CHANGE_ID", "7", "BRANCH_NAME", "PR-7", "SECRET", "x");
        RunRequest.Builder request = RunRequest.builder().environment(environment);
        assertThat(request.build().environment()).doesNotContainKey("SECRET");
        RunReport report = run(request);
        assertThat(report.pushed()).isFalse();
        assertThat(report.commit()).isNotNull();
        assertThat(report.notes()).anyMatch(note -> note.contains("pull request"));
    }

    @Test
    public void aRefusedPushIsTheReportsAndTheFilesStayAsTheyWere() throws Exception {
        server.rejectPushes("main is protected");
        String before = clone.read("shop/deployment.yaml");
        RunReport report = run(RunRequest.builder());
        assertThat(report.outcome()).isEqualTo(RunReport.Outcome.WRITE_FAILED);
        assertThat(report.writeError()).contains("main is protected");
        assertThat(report.changed()).isFalse();
        assertThat(clone.read("shop/deployment.yaml")).isEqualTo(before);
    }

    @Test
    public void noSecretIsInWhatIsToldOrKept() throws Exception {
        RunReport report = run(RunRequest.builder());
        Path git = clone.folder().resolve(".git/config");
        assertThat(log.toString() + report + Files.readString(git)).doesNotContain("s3cr3t-");
    }
}
