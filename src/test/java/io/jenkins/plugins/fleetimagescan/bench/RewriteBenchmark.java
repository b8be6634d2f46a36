package io.jenkins.plugins.fleetimagescan.bench;

import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.image.Selection;
import io.jenkins.plugins.fleetimagescan.engine.manifest.FileReplacer;
import io.jenkins.plugins.fleetimagescan.engine.manifest.ManifestScan;
import io.jenkins.plugins.fleetimagescan.engine.manifest.MarkedFiles;
import io.jenkins.plugins.fleetimagescan.engine.tree.WorkspaceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finding and rewriting 500 marked manifests among 10,000, beside {@code grep -rlF '$imagescan'} over the same tree.
 * The page cache is warm and the start of the JVM is not counted; grep's start is. Arguments: files, marked files,
 * rounds.
 */
public final class RewriteBenchmark {
    private static final ScanId SCAN = new ScanId("fleet.yaml", "app");

    private final Path root;
    private final int files;
    private final int marked;

    private RewriteBenchmark(Path root, int files, int marked) {
        this.root = root;
        this.files = files;
        this.marked = marked;
    }

    public static void main(String[] arguments) throws Exception {
        int files = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        int marked = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 500;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 15;
        Path root = Files.createTempDirectory("rewrite-benchmark");
        try {
            new RewriteBenchmark(root, files, marked).run(rounds);
        } finally {
            delete(root);
        }
    }

    private void run(int rounds) throws Exception {
        generate();
        double[] grep = new double[rounds];
        double[] find = new double[rounds];
        double[] whole = new double[rounds];
        System.out.printf("%d files, %d of them marked, %d processors%n", files, marked, processors());
        for (int round = 0; round < rounds; round++) {
            grep[round] = grep();
            long start = System.nanoTime();
            WorkspaceTree tree = new WorkspaceTree(root);
            MarkedFiles found = ManifestScan.find(tree, List.of(), List.of(SCAN));
            find[round] = millisecondsSince(start);
            Selection selection = new Selection(ImageReference.parse("example/app"), "2.0." + round, null);
            int done = new FileReplacer(tree)
                    .replaceAll(found.edits(tree, Map.of(SCAN, selection)))
                    .done()
                    .size();
            whole[round] = millisecondsSince(start);
            if (done != marked) {
                throw new IllegalStateException(done + " files rewritten, expected " + marked);
            }
            System.out.printf(
                    "round %2d: grep %6.1f ms, find %6.1f ms, find and rewrite %6.1f ms%n",
                    round + 1, grep[round], find[round], whole[round]);
        }
        // The first rounds run while the JVM still compiles.
        int warm = rounds / 3;
        double base = median(grep, warm);
        System.out.printf(
                "median after %d rounds: grep %.1f ms, find %.1f ms (ratio %.2f), find and rewrite %.1f ms (ratio %.2f)%n",
                warm,
                base,
                median(find, warm),
                median(find, warm) / base,
                median(whole, warm),
                median(whole, warm) / base);
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                "heap in use at the end: %.1f MiB%n", (runtime.totalMemory() - runtime.freeMemory()) / 1048576.0);
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    private double grep() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder("grep", "-rlF", "$imagescan", root.toString())
                .redirectErrorStream(true)
                .start();
        long lines = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .count();
        process.waitFor();
        double time = millisecondsSince(start);
        if (lines != marked) {
            throw new IllegalStateException("grep found " + lines + " files, expected " + marked);
        }
        return time;
    }

    private static double millisecondsSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(double[] times, int from) {
        double[] sorted = Arrays.copyOfRange(times, from, times.length);
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** 20 files a folder, each a Deployment and a Service of about 1.5 KiB. */
    private void generate() throws IOException {
        for (int i = 0; i < files; i++) {
            Path folder = root.resolve("team-" + i / 200).resolve("app-" + i / 20);
            Files.createDirectories(folder);
            boolean mark = (long) i * marked / files != (long) (i + 1) * marked / files;
            Files.writeString(folder.resolve("manifest-" + i + ".yaml"), manifest(i, mark));
        }
    }

    private static String manifest(int i, boolean mark) {
        StringBuilder environment = new StringBuilder();
        for (int v = 0; v < 12; v++) {
            environment.append(
                    "            - name: VARIABLE_" + v + "\n              value: \"some value " + i + "\"\n");
        }
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: app-%1$d
                  labels: {app: app-%1$d, tier: backend}
                spec:
                  replicas: 2
                  selector:
                    matchLabels:
                      app: app-%1$d
                  template:
                    metadata:
                      labels:
                        app: app-%1$d
                    spec:
                      containers:
                        - name: app
                          image: example/app:1.0.0%2$s
                          env:
                %3$s          ports:
                            - containerPort: 8080
                ---
                apiVersion: v1
                kind: Service
                metadata:
                  name: app-%1$d
                spec:
                  selector:
                    app: app-%1$d
                  ports:
                    - port: 80
                      targetPort: 8080
                """
                .formatted(i, mark ? " # {\"$imagescan\": \"app\"}" : "", environment);
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
