package io.jenkins.plugins.fleetimagescan.engine.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.fleet.ImageScan;
import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.git.BuildBranch;
import io.jenkins.plugins.fleetimagescan.engine.git.GitException;
import io.jenkins.plugins.fleetimagescan.engine.git.Publication;
import io.jenkins.plugins.fleetimagescan.engine.git.PublishRequest;
import io.jenkins.plugins.fleetimagescan.engine.git.RemoteAccess;
import io.jenkins.plugins.fleetimagescan.engine.git.SigningKey;
import io.jenkins.plugins.fleetimagescan.engine.git.WorkingCopy;
import io.jenkins.plugins.fleetimagescan.engine.image.Selection;
import io.jenkins.plugins.fleetimagescan.engine.manifest.FileEdit;
import io.jenkins.plugins.fleetimagescan.engine.manifest.FileReplacer;
import io.jenkins.plugins.fleetimagescan.engine.manifest.ManifestPaths;
import io.jenkins.plugins.fleetimagescan.engine.manifest.ManifestScan;
import io.jenkins.plugins.fleetimagescan.engine.manifest.MarkedFiles;
import io.jenkins.plugins.fleetimagescan.engine.problem.Place;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryClient;
import io.jenkins.plugins.fleetimagescan.engine.tree.SourceTree;
import io.jenkins.plugins.fleetimagescan.engine.tree.WorkspaceTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One run from top to bottom: the fleet.yaml files are read, the markers found, the registries asked, the tags chosen,
 * the marked scalars rewritten, the change committed and pushed, and all of it reported.
 *
 * <p>What a user can mend in the configuration is found before any registry is asked, and then nothing is changed. What
 * a registry answers fails single scans. What cannot be written back is the report's {@link RunReport#writeError}. So
 * {@link #execute} throws only where there is nothing to report about.
 */
public final class ImageScanRun {
    private final RunRequest request;
    private final RemoteAccess git;
    private final RunListener listener;
    private final Clock clock;

    @CheckForNull
    private final SigningKey signing;

    /** A run whose commit is not signed. */
    public ImageScanRun(RunRequest request, RemoteAccess git, RunListener listener, Clock clock) {
        this(request, git, null, listener, clock);
    }

    /** @param signing null: the commit is not signed */
    public ImageScanRun(
            RunRequest request, RemoteAccess git, @CheckForNull SigningKey signing, RunListener listener, Clock clock) {
        this.request = request;
        this.git = git;
        this.signing = signing;
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * @param workspace the folder that holds the fleet.yaml files; where the request or its GitRepo file names a
     *     repository, only the GitRepo file is read from it
     * @param temporary an existing folder for a clone, which is removed afterwards
     * @throws IOException if the workspace cannot be read
     */
    public RunReport execute(Path workspace, Path temporary, CredentialSource credentials)
            throws IOException, InterruptedException {
        return execute(workspace, GitRepoFile.within(workspace), temporary, credentials);
    }

    /** The same with a GitRepo file from elsewhere. */
    public RunReport execute(Path workspace, GitRepoFile gitRepoFile, Path temporary, CredentialSource credentials)
            throws IOException, InterruptedException {
        Instant started = clock.instant();
        ReportBuilder report = new ReportBuilder(listener);
        List<Problem> problems = new ArrayList<>();
        WorkspaceTree files = new WorkspaceTree(workspace);
        RunSettings settings = RunSettings.of(request, gitRepoFile, problems);
        report.problems(problems);
        if (settings != null) {
            try (WorkingCopy copy = workingCopy(settings, workspace, temporary)) {
                boolean cloned = copy != null && copy.isTemporary();
                run(settings, cloned ? copy.tree() : files, copy, credentials, report);
            } catch (GitException e) {
                report.notPublished(e.getMessage());
            }
        }
        RunReport done = report.build(
                started, Duration.between(started, clock.instant()), request.write() == RunRequest.Write.NOTHING);
        listener.info(ReportText.totals(done));
        return done;
    }

    /** Null if no repository is needed. */
    @CheckForNull
    private WorkingCopy workingCopy(RunSettings settings, Path workspace, Path temporary)
            throws GitException, InterruptedException {
        if (settings.repo() != null) {
            return WorkingCopy.temporaryClone(settings.repo(), settings.branch(), git, temporary);
        }
        return request.write() == RunRequest.Write.COMMIT ? WorkingCopy.enclosing(workspace) : null;
    }

    private void run(
            RunSettings settings,
            SourceTree tree,
            @CheckForNull WorkingCopy copy,
            CredentialSource credentials,
            ReportBuilder report)
            throws IOException, GitException, InterruptedException {
        // The branch is asked for first: without one, no registry needs to be bothered.
        BuildBranch branch = copy == null || request.write() != RunRequest.Write.COMMIT
                ? null
                : copy.buildBranch(settings.branch(), request.push(), request.environment());
        Definitions definitions = Definitions.read(tree, request.fleetYaml(), settings.bundles());
        report.problems(definitions.problems());
        if (report.hasErrors()) {
            return;
        }
        List<ScanId> ids = definitions.scans().stream().map(ImageScan::id).toList();
        MarkedFiles marked = ManifestScan.find(tree, request.paths(), ids);
        List<ImageScan> scans = inScope(definitions.scans(), marked);
        report.problems(marked.problems());
        report.problems(unmarked(scans, marked));
        report.problems(inVain(marked));
        if (report.hasErrors()) {
            return;
        }
        listener.info(Messages.ImageScanRun_read(scans.size(), definitions.files()));
        List<ScanResult> results = ask(scans, marked, credentials, report);
        Map<ScanId, Selection> selections = selections(scans, results);
        List<FileEdit> edits = marked.edits(tree, selections);
        report.edits(edits);
        if (edits.isEmpty()) {
            boolean failed = results.stream().anyMatch(ScanResult::failed);
            report.note(failed ? Messages.ImageScanRun_nothingElse() : Messages.ImageScanRun_nothingNewer());
            return;
        }
        switch (request.write()) {
            case NOTHING -> report.note(Messages.ImageScanRun_dryRun());
            case FILES -> writeFiles(tree, edits, report);
            case COMMIT -> publish(settings, branch, copy, new Reapplication(scans, marked, selections), edits, report);
        }
    }

    /**
     * Where the request names folders, a scan that none of their manifests needs is somebody else's: parallel runs, each
     * with its own folders, then do not ask for it again and again.
     */
    private List<ImageScan> inScope(List<ImageScan> scans, MarkedFiles marked) {
        return request.paths().isEmpty()
                ? scans
                : scans.stream().filter(scan -> marked.isMarked(scan.id())).toList();
    }

    /** Folders of the request that hold nothing to be done, perhaps because they are not spelled as they should. */
    private List<Problem> inVain(MarkedFiles marked) {
        return request.paths().stream()
                .filter(folder -> marked.files().stream()
                        .noneMatch(file -> ManifestPaths.isWithinAny(file, List.of(ManifestPaths.normalise(folder)))))
                .map(folder -> Problem.warning(Place.of("paths"), Messages.ImageScanRun_inVain(folder)))
                .toList();
    }

    private static List<Problem> unmarked(List<ImageScan> scans, MarkedFiles marked) {
        return scans.stream()
                .filter(scan -> !scan.suspend() && !marked.isMarked(scan.id()))
                .map(scan -> Problem.warning(
                        scan.place(), Messages.ImageScanRun_unmarked(scan.id().tagName())))
                .toList();
    }

    private List<ScanResult> ask(
            List<ImageScan> scans, MarkedFiles marked, CredentialSource credentials, ReportBuilder report)
            throws InterruptedException {
        List<ScanTask> tasks = new ArrayList<>();
        for (ImageScan scan : scans) {
            tasks.add(new ScanTask(
                    scan, marked.tagsInUse(scan.id()), marked.needsDigest(scan.id()), request.recordedFor(scan)));
        }
        try (RegistryClient client = new RegistryClient(request.registries(), listener::info)) {
            List<ScanResult> results = new RegistryScans(client, credentials, clock, request.force(), listener)
                    .scan(tasks, request.registries().concurrency());
            report.scans(results, client.counts());
            return results;
        }
    }

    /** What is to be written; a failed or suspended scan leaves its markers alone. */
    private static Map<ScanId, Selection> selections(List<ImageScan> scans, List<ScanResult> results) {
        Map<ScanId, Selection> selections = new TreeMap<>();
        for (int i = 0; i < scans.size(); i++) {
            ScanResult result = results.get(i);
            if (result.status() == ScanResult.Status.SELECTED || result.status() == ScanResult.Status.RECORDED) {
                selections.put(result.id(), new Selection(scans.get(i).image(), result.tag(), result.digest()));
            }
        }
        return selections;
    }

    private static void writeFiles(SourceTree tree, List<FileEdit> edits, ReportBuilder report)
            throws InterruptedException {
        FileReplacer.Outcome outcome = new FileReplacer((WorkspaceTree) tree).replaceAll(edits);
        report.edits(outcome.done());
        notWritten(outcome.problems(), report);
        report.note(Messages.ImageScanRun_written(
                outcome.done().stream().mapToInt(e -> e.updates().size()).sum(),
                outcome.done().size()));
    }

    private void publish(
            RunSettings settings,
            BuildBranch branch,
            WorkingCopy copy,
            Reapplication again,
            List<FileEdit> edits,
            ReportBuilder report)
            throws GitException, IOException, InterruptedException {
        CommitSettings commit = request.commit();
        PublishRequest publish = PublishRequest.builder(
                        branch.name(), git, settings.message().forSelections(again.selections()))
                .author(settings.author())
                .signOff(commit.signOff())
                .signing(signing)
                .push(branch.mayPush())
                .remote(copy.remote(settings.branch(), request.environment()))
                .pushBranch(commit.pushBranch())
                .pushOptions(commit.pushOptions())
                .attempts(commit.pushAttempts())
                .build();
        Publication publication = copy.publish(publish, edits, again);
        publication.messages().forEach(report::note);
        report.edits(publication.edits());
        report.written(publication.commit(), publication.branch(), publication.pushed(), publication.attempts());
        notWritten(publication.problems(), report);
        if (!branch.mayPush() && request.push() == null) {
            report.note(Messages.ImageScanRun_pullRequest());
        }
    }

    private static void notWritten(List<Problem> problems, ReportBuilder report) {
        if (!problems.isEmpty()) {
            report.writeError(Messages.ImageScanRun_notWritten(
                    problems.size(),
                    String.join("; ", problems.stream().map(Problem::toString).toList())));
        }
    }
}
