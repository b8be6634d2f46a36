package io.jenkins.plugins.fleetimagescan.bench;

import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.image.Selection;
import io.jenkins.plugins.fleetimagescan.engine.manifest.FileEdit;
import io.jenkins.plugins.fleetimagescan.engine.manifest.FileReplacer;
import io.jenkins.plugins.fleetimagescan.engine.manifest.ManifestScan;
import io.jenkins.plugins.fleetimagescan.engine.manifest.MarkedFiles;
import io.jenkins.plugins.fleetimagescan.engine.tree.WorkspaceTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Finding and rewriting 500 marked manifests among 10,000, beside {@code grep -rlF '$imagescan'} over the same tree,
 * and beside what the file system alone takes for replacing them. The page cache is warm and the start of the JVM is
 * not counted; grep's start is. Arguments: files, marked files, rounds, folder for the tree.
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
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 60;
        Path parent = Path.of(arguments.length > 3 ? arguments[3] : System.getProperty("java.io.tmpdir"));
        Path root = Files.createTempDirectory(parent, "rewrite-benchmark");
        try {
            new RewriteBenchmark(root, files, marked).run(rounds);
        } finally {
            delete(root);
        }
    }

    private void run(int rounds) throws Exception {
        generate();
        double[] grep = new double[rounds];
        double[] found = new double[rounds];
        double[] edited = new double[rounds];
        double[] whole = new double[rounds];
        double[] replaced = new double[rounds];
        System.out.printf(
                "%d files, %d of them marked, %d processors%n",
                files, marked, Runtime.getRuntime().availableProcessors());
        for (int round = 0; round < rounds; round++) {
            grep[round] = grep();
            long start = System.nanoTime();
            WorkspaceTree tree = new WorkspaceTree(root);
            MarkedFiles markedFiles = ManifestScan.find(tree, List.of(), List.of(SCAN));
            found[round] = millisecondsSince(start);
            Selection selection = new Selection(ImageReference.parse("example/app"), "2.0." + round, null);
            List<FileEdit> edits = markedFiles.edits(tree, Map.of(SCAN, selection));
            edited[round] = millisecondsSince(start);
            int done = new FileReplacer(tree).replaceAll(edits).done().size();
            whole[round] = millisecondsSince(start);
            if (done != marked) {
                throw new IllegalStateException(done + " files rewritten, expected " + marked);
            }
            replaced[round] = replaceOnly(edits);
        }
        // The first rounds run while the JVM still compiles.
        int warm = rounds / 2;
        double base = median(grep, warm);
        System.out.printf("medians of rounds %d to %d, and as multiples of grep:%n", warm + 1, rounds);
        print("grep", median(grep, warm), base);
        print("find the markers", median(found, warm), base);
        print("... and edit, each result read back", median(edited, warm), base);
        print("... and replace the files", median(whole, warm), base);
        print("replacing alone: plain write and rename", median(replaced, warm), base);
        print("first round, find, edit and replace", whole[0], base);
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                "heap in use at the end: %.1f MiB%n", (runtime.totalMemory() - runtime.freeMemory()) / 1048576.0);
    }

    private static void print(String what, double milliseconds, double base) {
        System.out.printf("  %-42s %7.1f ms  %5.2f%n", what, milliseconds, milliseconds / base);
    }

    /** What no tool that replaces files by renaming can do without, on as many threads as {@link FileReplacer} has. */
    private double replaceOnly(List<FileEdit> edits) throws Exception {
        ExecutorService threads =
                Executors.newFixedThreadPool(Math.max(4, Runtime.getRuntime().availableProcessors()));
        try {
            long start = System.nanoTime();
            List<Future<Path>> moves = new ArrayList<>();
            for (FileEdit edit : edits) {
                Path file = root.resolve(edit.path());
                moves.add(threads.submit(() -> Files.move(
                        Files.write(file.resolveSibling(file.getFileName() + ".tmp"), edit.after()),
                        file,
                        StandardCopyOption.ATOMIC_MOVE)));
            }
            for (Future<Path> move : moves) {
                move.get();
            }
            return millisecondsSince(start);
        } finally {
            threads.shutdown();
        }
    }

    private double grep() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder("grep", "-rlF", "$imagescan", root.toString())
                .redirectErrorStream(true)
                .start();
        long lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
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
