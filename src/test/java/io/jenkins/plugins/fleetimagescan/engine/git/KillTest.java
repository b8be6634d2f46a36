package io.jenkins.plugins.fleetimagescan.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.testing.RealGit;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * A process that publishes is killed (SIGKILL) at random points. Afterwards no file is torn, both repositories pass
 * {@code git fsck}, and the next run does its job in spite of whatever locks are left. Long run: {@code mvn test
 * -Dtest=KillTest -Dkills=200} (about 6 minutes); the seed is printed and can be given with {@code -Dseed=…}.
 */
public class KillTest {
    private static final int FILES = 20;

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @BeforeClass
    public static void needsGit() {
        RealGit.assumeInstalled();
    }

    @Test
    public void killedRunsLeaveNothingThatTheNextCannotDealWith() throws Exception {
        List<String> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            files.addAll(List.of("app" + i + "/pod.yaml", TagRewriter.manifest("1")));
        }
        RealGit origin = RealGit.bareWith(folder.getRoot().toPath().toRealPath(), files.toArray(String[]::new));
        RealGit work = origin.cloneTo("work");
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        int kills = Integer.getInteger("kills", 6);
        int locksFound = 0;
        int tag = 2;
        for (int i = 0; i < kills; i++) {
            int last = killSomewhere(work.folder(), tag, random);
            locksFound += locks(work.folder().resolve(".git")).size()
                    + locks(origin.folder()).size();
            assertNoTornFile(work, tag - 1, last);
            work.git("fsck", "--strict");
            origin.git("fsck", "--strict");
            tag = last + 1;
            Path journalFile = work.folder().resolve(".git").resolve(RunLock.NAME);
            String journal = Files.exists(journalFile) ? Files.readString(journalFile) : "never";
            List<Path> left = locks(work.folder().resolve(".git"));
            Publication done = PublishLoop.publish(work.folder(), String.valueOf(tag));
            assertThat(done.commit()).as("seed %s, kill %s: %s", seed, i, done).isNotNull();
            assertThat(done.problems()).isEmpty();
            assertThat(origin.git("show", "main:app0/pod.yaml") + "\n")
                    .isEqualTo(TagRewriter.manifest(String.valueOf(tag)));
            assertNoTornFile(work, tag, tag);
            assertThat(locks(work.folder().resolve(".git")))
                    .as("killed run began %s and left %s; then %s", journal, left, done.messages())
                    .isEmpty();
            assertThat(locks(origin.folder())).isEmpty();
            // As the next build does it; fails if the index is locked.
            work.git("fetch", "-q", "origin");
            work.git("checkout", "-q", "-f", "-B", "main", "origin/main");
            assertThat(work.git("status", "--porcelain")).isEmpty();
            tag++;
        }
        assertThat(origin.git("rev-list", "--merges", "--count", "main")).isEqualTo("0");
        System.out.printf("%d kills, seed %d: %d lock files were left and dealt with%n", kills, seed, locksFound);
    }

    /** @return the highest tag that the process may have begun to publish */
    private static int killSomewhere(Path workspace, int first, Random random) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PublishLoop.class.getName(),
                        workspace.toString(),
                        String.valueOf(first),
                        "10000")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int seen = first;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
            int rounds = random.nextInt(3);
            for (int i = 0; i < rounds; i++) {
                seen = Integer.parseInt(lines.readLine());
            }
            Thread.sleep(random.nextInt(rounds == 0 ? 900 : 150));
            // Not Process.destroyForcibly(), which throws away what was printed.
            process.toHandle().destroyForcibly();
            process.waitFor();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                seen = Integer.parseInt(line);
            }
        }
        return seen + 1;
    }

    private static void assertNoTornFile(RealGit work, int from, int to) {
        TreeSet<String> allowed = new TreeSet<>();
        for (int tag = Math.max(1, from - 1); tag <= to; tag++) {
            allowed.add(TagRewriter.manifest(String.valueOf(tag)));
        }
        for (int i = 0; i < FILES; i++) {
            assertThat(work.read("app" + i + "/pod.yaml")).isIn(allowed);
        }
    }

    private static List<Path> locks(Path gitDir) throws Exception {
        try (var files = Files.walk(gitDir)) {
            return files.filter(f -> f.toString().endsWith(".lock"))
                    .filter(f -> !f.endsWith(RunLock.NAME))
                    .toList();
        }
    }
}
