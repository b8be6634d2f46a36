package io.jenkins.plugins.fleetimagescan.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.git.GitCredential;
import io.jenkins.plugins.fleetimagescan.engine.git.GitException;
import io.jenkins.plugins.fleetimagescan.engine.git.RemoteAccess;
import io.jenkins.plugins.fleetimagescan.engine.git.SigningKey;
import io.jenkins.plugins.fleetimagescan.engine.run.CommitSettings;
import io.jenkins.plugins.fleetimagescan.engine.run.CredentialException;
import io.jenkins.plugins.fleetimagescan.engine.run.CredentialSource;
import io.jenkins.plugins.fleetimagescan.engine.run.ImageScanRun;
import io.jenkins.plugins.fleetimagescan.engine.run.ReportText;
import io.jenkins.plugins.fleetimagescan.engine.run.RunReport;
import io.jenkins.plugins.fleetimagescan.engine.run.RunReportJson;
import io.jenkins.plugins.fleetimagescan.engine.run.RunRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One run over a working copy or a repository. */
@Command(
        name = "scan",
        description = {
            "Looks for newer tags of the images in imageScans, rewrites the marked fields, commits and pushes.",
            "Git over HTTPS takes GIT_USERNAME and GIT_PASSWORD from the environment, Git over SSH the keys and the "
                    + "known_hosts file of the user."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class ScanCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--dir", paramLabel = "DIR", description = "The working copy (default: the current folder).")
    private Path dir = Path.of("");

    @Option(
            names = "--fleet-yaml",
            paramLabel = "PATTERN",
            description = "Ant-style pattern of the fleet.yaml files (default: ${DEFAULT-VALUE}).")
    private String fleetYaml = RunRequest.DEFAULT_FLEET_YAML;

    @Option(
            names = "--path",
            paramLabel = "P",
            description = "A folder whose manifests are looked at, instead of the folders of the fleet.yaml files. "
                    + "May be repeated.")
    private List<String> paths = List.of();

    @Option(
            names = "--git-repo",
            paramLabel = "FILE",
            description = "A GitRepo resource that names the repository, its branch and how to commit. Looked for in "
                    + "the working copy, then in the current folder.")
    private String gitRepo;

    @Option(names = "--git-repo-name", paramLabel = "NAME", description = "Which GitRepo, where the file has several.")
    private String gitRepoName;

    @Option(names = "--repo", paramLabel = "URL", description = "A repository to clone for this run and push to.")
    private String repo;

    @Option(
            names = "--branch",
            paramLabel = "B",
            description = "The branch to change (default: the one checked out, or the remote's default).")
    private String branch;

    @Option(names = "--push-branch", paramLabel = "B", description = "Pushes to this branch, for a pull request.")
    private String pushBranch;

    @Option(names = "--push-option", paramLabel = "O", description = "Passed on to the server. May be repeated.")
    private List<String> pushOptions = List.of();

    @Option(
            names = "--push-attempts",
            paramLabel = "N",
            description = "How often to try while others push as well (default: " + CommitSettings.DEFAULT_PUSH_ATTEMPTS
                    + ").")
    private Integer pushAttempts;

    @Option(names = "--author-name", paramLabel = "N")
    private String authorName;

    @Option(names = "--author-email", paramLabel = "E")
    private String authorEmail;

    @Option(
            names = "--message-template",
            paramLabel = "T",
            description = "The commit message: Mustache over the changes, or plain text.")
    private String messageTemplate;

    @Option(names = "--sign-off", description = "Ends the message with a Signed-off-by line.")
    private boolean signOff;

    @Option(
            names = "--signing-key",
            paramLabel = "FILE",
            description = "Signs the commit with this SSH or armored OpenPGP private key. Its passphrase is taken from "
                    + "GIT_SIGNING_PASSPHRASE in the environment.")
    private Path signingKey;

    @Mixin
    private RegistryMixin registries;

    @Option(names = "--dry-run", description = "Writes nothing and prints the diff that would be committed.")
    private boolean dryRun;

    @Option(names = "--no-commit", description = "Writes the files and leaves the commit to you.")
    private boolean noCommit;

    @ArgGroup
    private Push push = new Push();

    /** At most one of them. */
    private static final class Push {
        @Option(names = "--no-push", description = "Leaves the commit in the working copy.")
        boolean no;

        @Option(
                names = "--push",
                description = "Pushes also in a Jenkins build of a pull request or of a tag, which does not by itself.")
        boolean yes;

        @CheckForNull
        Boolean wanted() {
            return no ? Boolean.FALSE : yes ? Boolean.TRUE : null;
        }
    }

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description =
                    "Keeps what was selected in this file, so that the next call honours the intervals. Without it "
                            + "every call asks the registries.")
    private Path state;

    @Option(names = "--force", description = "Asks the registries even if the intervals have not passed.")
    private boolean force;

    @Option(names = "--output", paramLabel = "text|json", description = "What is printed on standard output.")
    private Output output = Output.text;

    /** Spelled as on the command line. */
    enum Output {
        text,
        json
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (!Files.isDirectory(dir.toAbsolutePath())) {
            throw new UsageException("--dir: " + dir + " is no folder");
        }
        if (pushAttempts != null && pushAttempts < 1) {
            throw new UsageException("--push-attempts: " + pushAttempts + " is less than 1");
        }
        registries.check();
        RunState recorded = new RunState(state);
        RunRequest request = request(recorded);
        // With JSON on standard output, what happens is told on the other stream.
        try (Progress progress = Progress.on(output == Output.json ? err : out)) {
            RunReport report = new ImageScanRun(request, access(), signing(), progress, Clock.systemUTC())
                    .execute(
                            dir.toAbsolutePath(),
                            this::gitRepoFile,
                            Path.of(System.getProperty("java.io.tmpdir")),
                            docker());
            progress.close();
            PrintWriter lines = output == Output.json ? err : out;
            String commit = ReportText.commit(report);
            if (commit != null) {
                lines.println(commit);
            }
            if (dryRun) {
                lines.print(report.diff());
                lines.flush();
            }
            if (output == Output.json) {
                out.println(RunReportJson.summary(report.summary()));
            }
            if (report.writeError() != null) {
                err.println("error: " + report.writeError());
            }
            String notKept = dryRun ? null : recorded.keep(report);
            if (notKept != null) {
                err.println("warning: " + notKept);
            }
            return ExitStatus.of(report.outcome());
        }
    }

    private RunRequest request(RunState recorded) throws UsageException {
        RunRequest.Write write = RunRequest.Write.COMMIT;
        if (dryRun) {
            write = RunRequest.Write.NOTHING;
        } else if (noCommit) {
            write = RunRequest.Write.FILES;
        }
        return RunRequest.builder()
                .fleetYaml(fleetYaml)
                .paths(paths)
                .gitRepoFile(gitRepo)
                .gitRepoName(gitRepoName)
                .repo(repo)
                .branch(branch)
                .write(write)
                .push(push.wanted())
                .force(force)
                .commit(new CommitSettings(
                        authorName,
                        authorEmail,
                        messageTemplate,
                        pushBranch,
                        pushOptions,
                        pushAttempts == null ? 0 : pushAttempts,
                        signOff))
                .registries(registries.options())
                .environment(System.getenv())
                .recorded(recorded.results())
                .build();
    }

    private byte[] gitRepoFile(String path) throws IOException {
        Path inWorkingCopy = dir.resolve(path);
        return Files.readAllBytes(Files.exists(inWorkingCopy) ? inWorkingCopy : Path.of(path));
    }

    /** The secret names of fleet.yaml mean nothing here: the docker config says what each registry gets. */
    private CredentialSource docker() {
        return (scan, image, secretName) -> {
            try {
                return registries.credential(image);
            } catch (UsageException e) {
                throw new CredentialException(e.getMessage());
            }
        };
    }

    @CheckForNull
    private SigningKey signing() throws UsageException {
        if (signingKey == null) {
            return null;
        }
        String passphrase = System.getenv("GIT_SIGNING_PASSPHRASE");
        try {
            return SigningKey.of(
                    Files.readString(signingKey), passphrase == null || passphrase.isEmpty() ? null : passphrase);
        } catch (IOException | GitException e) {
            throw new UsageException("--signing-key " + signingKey + ": " + FileErrors.reason(e));
        }
    }

    private static RemoteAccess access() {
        String password = System.getenv("GIT_PASSWORD");
        if (password == null || password.isEmpty()) {
            return RemoteAccess.of(GitCredential.userKeys());
        }
        String user = System.getenv("GIT_USERNAME");
        return RemoteAccess.of(
                user == null || user.isEmpty()
                        ? GitCredential.token(password)
                        : GitCredential.password(user, password));
    }
}
