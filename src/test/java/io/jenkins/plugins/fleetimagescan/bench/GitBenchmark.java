package io.jenkins.plugins.fleetimagescan.bench;

import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.git.GitCredential;
import io.jenkins.plugins.fleetimagescan.engine.git.PublishRequest;
import io.jenkins.plugins.fleetimagescan.engine.git.RemoteAccess;
import io.jenkins.plugins.fleetimagescan.engine.git.WorkingCopy;
import io.jenkins.plugins.fleetimagescan.engine.manifest.FileEdit;
import io.jenkins.plugins.fleetimagescan.engine.manifest.MarkerForm;
import io.jenkins.plugins.fleetimagescan.engine.manifest.Update;
import io.jenkins.plugins.fleetimagescan.testing.RealGit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.util.FileUtils;

/**
 * Commit and push of 500 changed files among 5,000 to a local bare repository, beside {@code git add}, {@code git commit} and
 * {@code git push}. Both write the files first. Rounds alternate; the medians and their ratio are printed (wanted: at most 1).
 */
public final class GitBenchmark {
    private static final int FILES = 5_000;
    private static final int CHANGED = 500;
    private static final int WARM_UP = 6;
    private static final int ROUNDS = 11;

    private GitBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("git-benchmark").toRealPath();
        try {
            RealGit origin = seed(folder);
            RealGit ours = origin.cloneTo("ours");
            RealGit theirs = origin.cloneTo("theirs");
            List<Long> engine = new ArrayList<>();
            List<Long> git = new ArrayList<>();
            for (int round = 1; round <= WARM_UP + ROUNDS; round++) {
                theirs.git("pull", "-q");
                long plain = plain(theirs, round);
                ours.git("pull", "-q");
                long own = engine(ours, round);
                if (round > WARM_UP) {
                    git.add(plain);
                    engine.add(own);
                }
            }
            System.out.printf(
                    "commit + push of %d of %d files: engine %d ms, git %d ms, ratio %.2f%n",
                    CHANGED, FILES, median(engine), median(git), (double) median(engine) / median(git));
        } finally {
            FileUtils.delete(folder.toFile(), FileUtils.RECURSIVE | FileUtils.RETRY);
        }
    }

    private static RealGit seed(Path folder) {
        String[] files = new String[2 * FILES];
        for (int i = 0; i < FILES; i++) {
            files[2 * i] = path(i);
            files[2 * i + 1] = content(i, 0);
        }
        return RealGit.bareWith(folder, files);
    }

    private static String path(int i) {
        return "team" + i % 50 + "/app" + i + "/deployment.yaml";
    }

    private static String content(int i, int tag) {
        return "kind: Deployment\nname: app" + i + "\n" + "# padding line of a usual manifest\n".repeat(30)
                + "image: example/app:" + tag + " # {\"$imagescan\": \"app\"}\n";
    }

    private static long plain(RealGit work, int round) {
        int tag = 2 * round;
        long start = System.nanoTime();
        for (int i = 0; i < CHANGED; i++) {
            work.write(path(i), content(i, tag));
        }
        work.git("add", "-A");
        work.git("commit", "-q", "-m", "Update");
        work.git("push", "-q", "origin", "HEAD:main");
        return millis(start);
    }

    private static long engine(RealGit work, int round) throws Exception {
        List<FileEdit> edits = new ArrayList<>();
        for (int i = 0; i < CHANGED; i++) {
            Update update = new Update(path(i), 33, 8, new ScanId("fleet.yaml", "app"), MarkerForm.FULL, "old", "new");
            edits.add(new FileEdit(
                    path(i),
                    content(i, 2 * round).getBytes(StandardCharsets.UTF_8),
                    content(i, 2 * round + 1).getBytes(StandardCharsets.UTF_8),
                    List.of(update)));
        }
        PublishRequest request = PublishRequest.builder(
                        "main", RemoteAccess.of(GitCredential.none()), committed -> "Update")
                .build();
        long start = System.nanoTime();
        try (WorkingCopy copy = WorkingCopy.enclosing(work.folder())) {
            copy.publish(request, edits, tree -> {
                throw new IllegalStateException("all files are as committed");
            });
        }
        return millis(start);
    }

    private static long millis(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static long median(List<Long> times) {
        long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
