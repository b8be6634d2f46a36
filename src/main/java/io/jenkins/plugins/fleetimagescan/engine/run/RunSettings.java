package io.jenkins.plugins.fleetimagescan.engine.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.fleet.GitRepoResource;
import io.jenkins.plugins.fleetimagescan.engine.git.BuildBranch;
import io.jenkins.plugins.fleetimagescan.engine.git.CommitIdentity;
import io.jenkins.plugins.fleetimagescan.engine.git.CommitMessage;
import io.jenkins.plugins.fleetimagescan.engine.git.GitException;
import io.jenkins.plugins.fleetimagescan.engine.manifest.ManifestPaths;
import io.jenkins.plugins.fleetimagescan.engine.problem.Place;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import io.jenkins.plugins.fleetimagescan.engine.tree.FolderPattern;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * What holds for the run once the request, the GitRepo file and the defaults are put together, in this order.
 *
 * @param repo null: the repository that encloses the workspace
 * @param branch null: the one that is checked out, or the remote's default
 * @param bundles folders whose fleet.yaml files count, normalised, see {@link FolderPattern}; empty for all
 */
record RunSettings(
        @CheckForNull String repo,
        @CheckForNull String branch,
        List<String> bundles,
        CommitIdentity author,
        CommitMessage message) {

    /**
     * @param reader of the GitRepo file
     * @param problems gets what is wrong
     * @return null if there is an error among the problems
     */
    @CheckForNull
    static RunSettings of(RunRequest request, GitRepoFile reader, List<Problem> problems) {
        GitRepoResource file = gitRepo(request, reader, problems);
        CommitSettings commit = request.commit();
        String template = first(commit.messageTemplate(), file == null ? null : file.messageTemplate());
        CommitMessage message = message(template, problems);
        String repo = first(request.repo(), file == null ? null : file.repo());
        if (repo != null && request.write() == RunRequest.Write.FILES) {
            problems.add(Problem.error(Place.of("repo"), Messages.RunSettings_filesOfClone()));
        }
        if (commit.pushBranch() != null) {
            checkBranch("pushBranch", commit.pushBranch(), problems);
        }
        folders("paths", request.paths(), problems);
        List<String> bundles = file == null ? List.of() : folders(request.gitRepoFile(), file.paths(), problems);
        patterns(request.gitRepoFile(), bundles, problems);
        if (message == null || problems.stream().anyMatch(Problem::isError)) {
            return null;
        }
        return new RunSettings(
                repo,
                first(request.branch(), file == null ? null : file.branch()),
                bundles,
                new CommitIdentity(
                        first(commit.authorName(), file == null ? null : file.authorName()),
                        first(commit.authorEmail(), file == null ? null : file.authorEmail())),
                message);
    }

    @CheckForNull
    private static GitRepoResource gitRepo(RunRequest request, GitRepoFile reader, List<Problem> problems) {
        String path = request.gitRepoFile();
        if (path == null || path.isBlank()) {
            return null;
        }
        try {
            return GitRepoResource.parse(path, reader.read(path), request.gitRepoName(), problems);
        } catch (NoSuchFileException e) {
            problems.add(Problem.error(Place.of(path), Messages.RunSettings_noGitRepoFile()));
        } catch (IOException e) {
            problems.add(Problem.error(Place.of(path), Messages.RunSettings_gitRepoUnreadable(e.getMessage())));
        }
        return null;
    }

    /** Normalised; one that leads out of the repository is an error. */
    private static List<String> folders(String place, List<String> written, List<Problem> problems) {
        List<String> folders = new ArrayList<>();
        for (String folder : written) {
            try {
                folders.add(ManifestPaths.normalise(folder));
            } catch (IllegalArgumentException e) {
                problems.add(Problem.error(Place.of(place), e.getMessage()));
            }
        }
        return folders;
    }

    private static void patterns(@CheckForNull String place, List<String> folders, List<Problem> problems) {
        for (String folder : folders) {
            try {
                FolderPattern.of(folder);
            } catch (IllegalArgumentException e) {
                problems.add(Problem.error(Place.of(place), Messages.RunSettings_pattern(folder, e.getMessage())));
            }
        }
    }

    private static void checkBranch(String place, String name, List<Problem> problems) {
        try {
            BuildBranch.check(name);
        } catch (GitException e) {
            problems.add(Problem.error(Place.of(place), e.getMessage()));
        }
    }

    @CheckForNull
    private static CommitMessage message(@CheckForNull String template, List<Problem> problems) {
        try {
            return CommitMessage.parse(template);
        } catch (GitException e) {
            problems.add(Problem.error(Place.of("messageTemplate"), e.getMessage()));
            return null;
        }
    }

    @CheckForNull
    private static String first(@CheckForNull String one, @CheckForNull String other) {
        return one == null || one.isBlank() ? other : one;
    }
}
