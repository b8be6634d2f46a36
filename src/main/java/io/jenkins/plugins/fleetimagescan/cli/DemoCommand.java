package io.jenkins.plugins.fleetimagescan.cli;

import io.jenkins.plugins.fleetimagescan.engine.git.GitCredential;
import io.jenkins.plugins.fleetimagescan.engine.git.RemoteAccess;
import io.jenkins.plugins.fleetimagescan.engine.image.Digest;
import io.jenkins.plugins.fleetimagescan.engine.run.CredentialSource;
import io.jenkins.plugins.fleetimagescan.engine.run.ImageScanRun;
import io.jenkins.plugins.fleetimagescan.engine.run.RunReport;
import io.jenkins.plugins.fleetimagescan.engine.run.RunRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main job, end to end, with nothing but this process. */
@Command(
        name = "demo",
        description = {
            "Plays the example of Fleet's documentation with a registry and a Git repository of its own.",
            "A tag is found and committed, a new tag is pushed and committed, a third run changes nothing."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final String REPOSITORY = "demo/redis";
    private static final String OLD = "7.0.5";
    private static final String NEW = "7.2.1";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Works in this folder, which must be empty or new, and keeps it.")
    private Path keep;

    private PrintWriter out;
    private int step;

    @Override
    public Integer call() throws Exception {
        out = spec.commandLine().getOut();
        Path folder = keep == null ? Files.createTempDirectory("fleet-image-scan-demo") : emptyFolder(keep);
        try (DemoRegistry registry = DemoRegistry.start()) {
            return play(folder, registry);
        } finally {
            if (keep == null) {
                delete(folder);
            } else {
                out.println("Kept: " + folder.resolve("remote.git") + " and the clone " + folder.resolve("clone"));
            }
        }
    }

    private int play(Path folder, DemoRegistry registry) throws Exception {
        String image = registry.host() + "/" + REPOSITORY;
        Path remote = folder.resolve("remote.git");
        Path clone = folder.resolve("clone");
        heading("A registry on " + registry.host() + " has " + REPOSITORY + ":" + OLD + ".");
        registry.push(REPOSITORY, OLD);
        heading("A Git repository has fleet.yaml and a Deployment with marked fields.");
        prepare(remote, clone, image);
        Files.readAllLines(clone.resolve("deployment.yaml")).stream()
                .filter(line -> line.contains("$imagescan"))
                .forEach(line -> out.println("    " + line.strip()));

        heading("The first run brings the tag.");
        if (!changes(clone, remote, true)) {
            return ExitStatus.SCAN_FAILED;
        }
        Digest digest = registry.push(REPOSITORY, NEW);
        heading("Somebody pushes " + REPOSITORY + ":" + NEW + " ("
                + digest.text().substring(0, 19) + "…); the second run commits it.");
        if (!changes(clone, remote, true)) {
            return ExitStatus.SCAN_FAILED;
        }
        heading("A third run finds nothing newer and touches nothing.");
        return changes(clone, remote, false) ? ExitStatus.DONE : ExitStatus.SCAN_FAILED;
    }

    /** Runs once and shows what came of it; whether that is what was to be expected. */
    private boolean changes(Path clone, Path remote, boolean expected) throws Exception {
        RunRequest request = RunRequest.builder().build();
        RunReport report = new ImageScanRun(
                        request, RemoteAccess.of(GitCredential.none()), Progress.lines(out), Clock.systemUTC())
                .execute(clone, clone.getParent(), CredentialSource.ANONYMOUS);
        report.errors().forEach(error -> out.println("error: " + error));
        if (report.changed()) {
            out.println();
            out.print(report.diff());
            out.println();
            show(remote, report.commit());
        }
        boolean asExpected = report.outcome() == RunReport.Outcome.DONE && report.changed() == expected;
        if (!asExpected) {
            out.println("error: the demo did not come out as it should");
        }
        return asExpected;
    }

    private void show(Path remote, String commit) throws IOException {
        try (Git git = Git.open(remote.toFile());
                RevWalk walk = new RevWalk(git.getRepository())) {
            Repository repository = git.getRepository();
            ObjectId head = repository.resolve(Constants.R_HEADS + "main");
            RevCommit pushed = walk.parseCommit(head);
            out.println("The remote's main is now " + head.name().substring(0, 10)
                    + (head.name().equals(commit) ? "" : " (not ours!)") + " by "
                    + pushed.getAuthorIdent().getName() + ":");
            pushed.getFullMessage().strip().lines().forEach(line -> out.println("    " + line));
        }
    }

    private static void prepare(Path remote, Path clone, String image) throws IOException, GitAPIException {
        Git.init()
                .setBare(true)
                .setInitialBranch("main")
                .setDirectory(remote.toFile())
                .call()
                .close();
        try (Git git = Git.cloneRepository()
                .setURI(remote.toUri().toString())
                .setDirectory(clone.toFile())
                .call()) {
            git.getRepository().updateRef(Constants.HEAD).link(Constants.R_HEADS + "main");
            DemoFiles.write(clone, image);
            git.add().addFilepattern(".").call();
            git.commit()
                    .setMessage("Deploy redis")
                    .setAuthor("demo", "demo@example.com")
                    .setCommitter("demo", "demo@example.com")
                    .setSign(false)
                    .call();
            git.push().call();
        }
    }

    private void heading(String text) {
        out.println();
        out.println(++step + ". " + text);
    }

    private static Path emptyFolder(Path wanted) throws IOException, UsageException {
        Path folder = Files.createDirectories(wanted.toAbsolutePath());
        try (Stream<Path> content = Files.list(folder)) {
            if (content.findAny().isPresent()) {
                throw new UsageException("--keep: " + wanted + " is not empty; give a new folder");
            }
        }
        return folder;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
