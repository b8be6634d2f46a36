package io.jenkins.plugins.fleetimagescan.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.testing.RealGit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What a killed run leaves, made by hand; {@link KillTest} kills real ones. */
public class LeftoversTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private static Path old(Path file, Duration age) throws Exception {
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    @Test
    public void locksAndHalfWrittenFilesOfAKilledRun_areRemoved_thoseOfOthersStay() throws Exception {
        RealGit.assumeInstalled();
        RealGit origin =
                RealGit.bareWith(folder.getRoot().toPath().toRealPath(), "a/pod.yaml", TagRewriter.manifest("1"));
        RealGit work = origin.cloneTo("work");
        work.write(".git/" + RunLock.NAME, Instant.now().toString());
        work.write(".git/index.lock", "").write(".git/refs/remotes/origin/main.lock", "");
        work.write("a/.pod.yaml.fleet-image-scan.tmp", "half");
        work.write("c/.other.yaml.fleet-image-scan.tmp", "of somebody");
        old(work.folder().resolve("c/.other.yaml.fleet-image-scan.tmp"), Duration.ofMinutes(10));
        work.write("nested/.git/.pod.yaml.fleet-image-scan.tmp", "not ours to look into");

        Publication done = PublishLoop.publish(work.folder(), "2");
        assertThat(work.git("rev-parse", "HEAD", "origin/main")).isEqualTo(done.commit() + "\n" + done.commit());
        assertThat(work.git("status", "--porcelain", "-uall")).isEqualTo("?? c/.other.yaml.fleet-image-scan.tmp");
        assertThat(work.folder().resolve("nested/.git/.pod.yaml.fleet-image-scan.tmp"))
                .exists();
        assertThat(work.folder().resolve(".git/" + RunLock.NAME)).isEmptyFile();
    }

    @Test
    public void clonesOfKilledRuns_areRemovedAfterADay_andNothingElse() throws Exception {
        Path parent = folder.newFolder("tmp").toPath();
        Path abandoned = bare(parent.resolve("fleet-image-scan-1"));
        Path inUse = bare(parent.resolve("fleet-image-scan-2"));
        Path elsewhere = bare(parent.resolve("other-3"));
        Path noRepository = Files.createDirectory(parent.resolve("fleet-image-scan-4"));
        Path link = Files.createSymbolicLink(parent.resolve("fleet-image-scan-5"), elsewhere);
        for (Path aged : new Path[] {abandoned, elsewhere, noRepository}) {
            old(aged, Duration.ofHours(25));
        }
        try (io.jenkins.plugins.fleetimagescan.engine.git.TemporaryFolder made =
                io.jenkins.plugins.fleetimagescan.engine.git.TemporaryFolder.create(parent)) {
            assertThat(abandoned).doesNotExist();
            assertThat(parent.toFile().list())
                    .containsExactlyInAnyOrder(
                            inUse.getFileName().toString(),
                            elsewhere.getFileName().toString(),
                            noRepository.getFileName().toString(),
                            link.getFileName().toString(),
                            made.path().getFileName().toString());
            assertThat(elsewhere.resolve("objects/pack/x.pack")).exists();
        }
    }

    private static Path bare(Path path) throws Exception {
        Files.createDirectories(path.resolve("objects/pack"));
        Path pack = Files.writeString(path.resolve("objects/pack/x.pack"), "x");
        assertThat(pack.toFile().setReadOnly()).isTrue();
        return path;
    }
}
