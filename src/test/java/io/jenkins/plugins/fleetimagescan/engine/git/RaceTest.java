package io.jenkins.plugins.fleetimagescan.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.image.Selection;
import io.jenkins.plugins.fleetimagescan.testing.GitHttpServer;
import io.jenkins.plugins.fleetimagescan.testing.RealGit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Many writers push to one branch at the same time, half of them through the engine and half with plain {@code git
 * push}. Nobody's commit is lost and all values arrive. Long run: {@code mvn test -Dtest=RaceTest -Dwriters=8
 * -Dupdates=50} (about 4 minutes).
 */
public class RaceTest {
    private static final int WRITERS = Integer.getInteger("writers", 4);
    private static final int UPDATES = Integer.getInteger("updates", 4);

    @Rule
    public GitHttpServer server = new GitHttpServer();

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final SortedMap<Integer, AtomicInteger> attempts = new ConcurrentSkipListMap<>();
    private RealGit origin;

    @BeforeClass
    public static void needsGit() {
        RealGit.assumeInstalled();
    }

    @Test
    public void everyCommitOfEveryoneIsInTheHistory() throws Exception {
        List<String> files = new ArrayList<>();
        for (int w = 0; w < WRITERS; w++) {
            files.addAll(List.of("w" + w + "/pod.yaml", manifest(w, "0")));
        }
        origin = server.createWith("race", files.toArray(String[]::new));
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        List<Future<List<String>>> results = new ArrayList<>();
        for (int w = 0; w < WRITERS; w++) {
            int writer = w;
            results.add(writers.submit(() -> writer % 2 == 0 ? engine(writer) : plain(writer)));
        }
        List<String> commits = new ArrayList<>();
        for (Future<List<String>> result : results) {
            commits.addAll(result.get());
        }
        writers.shutdown();
        assertThat(commits).hasSize(WRITERS * UPDATES).doesNotHaveDuplicates();
        // One line of history that holds every commit: nobody was overwritten, and nothing was added.
        assertThat(List.of(origin.git("rev-list", "main").split("\n")))
                .containsAll(commits)
                .hasSize(WRITERS * UPDATES + 1);
        for (int w = 0; w < WRITERS; w++) {
            assertThat(origin.git("show", "main:w" + w + "/pod.yaml") + "\n")
                    .isEqualTo(manifest(w, String.valueOf(UPDATES)));
        }
        origin.git("fsck", "--strict");
        System.out.printf("%d writers, %d updates each: pushes by number of attempts %s%n", WRITERS, UPDATES, attempts);
    }

    private static String manifest(int writer, String tag) {
        return "image: example/app:" + tag + " # {\"$imagescan\": \"w" + writer + "\"}\n";
    }

    private List<String> engine(int writer) throws Exception {
        List<String> commits = new ArrayList<>();
        ScanId scan = new ScanId("w" + writer + "/fleet.yaml", "w" + writer);
        Path tmp = folder.getRoot().toPath();
        RemoteAccess access = RemoteAccess.of(GitCredential.none());
        try (WorkingCopy copy = WorkingCopy.temporaryClone(server.url("race"), "main", access, tmp)) {
            for (int i = 1; i <= UPDATES; i++) {
                Map<ScanId, Selection> selections =
                        Map.of(scan, new Selection(ImageReference.parse("example/app"), String.valueOf(i), null));
                Rewriter rewriter = new TagRewriter("", selections);
                PublishRequest request = PublishRequest.builder("main", access, edits -> "Engine " + writer)
                        .attempts(1000)
                        .build();
                Publication done = copy.publish(request, rewriter.rewrite(copy.tree()), rewriter);
                commits.add(done.commit());
                attempts.computeIfAbsent(done.attempts(), k -> new AtomicInteger())
                        .incrementAndGet();
            }
        }
        return commits;
    }

    private List<String> plain(int writer) throws Exception {
        List<String> commits = new ArrayList<>();
        RealGit git = new RealGit(folder.newFolder("plain" + writer).toPath());
        git.git("clone", "-q", server.url("race"), ".");
        for (int i = 1; i <= UPDATES; i++) {
            git.write("w" + writer + "/pod.yaml", manifest(writer, String.valueOf(i)));
            git.git("commit", "-qam", "Plain " + writer);
            while (git.run("push", "-q", "origin", "HEAD:main").status() != 0) {
                git.git("pull", "-q", "--rebase", "origin", "main");
            }
            commits.add(git.git("rev-parse", "HEAD"));
        }
        return commits;
    }
}
