package io.jenkins.plugins.fleetimagescan.engine.run;

import io.jenkins.plugins.fleetimagescan.engine.fleet.FleetYaml;
import io.jenkins.plugins.fleetimagescan.engine.fleet.ImageScan;
import io.jenkins.plugins.fleetimagescan.engine.problem.Place;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import io.jenkins.plugins.fleetimagescan.engine.tree.AntPattern;
import io.jenkins.plugins.fleetimagescan.engine.tree.FolderPattern;
import io.jenkins.plugins.fleetimagescan.engine.tree.SourceTree;
import io.jenkins.plugins.fleetimagescan.engine.tree.WorkspaceTree;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the fleet.yaml files of a tree define.
 *
 * @param files how many files were read
 * @param scans in the order of files and entries
 */
record Definitions(int files, List<ImageScan> scans, List<Problem> problems) {
    /**
     * @param pattern Ant-style
     * @param folders only files within these count, normalised, see {@link FolderPattern}; empty for all
     */
    static Definitions read(SourceTree tree, String pattern, List<String> folders)
            throws IOException, InterruptedException {
        AntPattern wanted = AntPattern.of(pattern);
        List<FolderPattern> within = folders.stream().map(FolderPattern::of).toList();
        List<String> paths = tree.find(path ->
                wanted.test(path) && (within.isEmpty() || within.stream().anyMatch(f -> f.test(path))));
        List<ImageScan> scans = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        if (paths.isEmpty()) {
            problems.add(Problem.error(
                    Place.of(pattern),
                    folders.isEmpty()
                            ? Messages.Definitions_noFile()
                            : Messages.Definitions_noFileBelow(String.join(", ", folders))));
        }
        for (String path : paths) {
            FleetYaml file = read(tree, path);
            scans.addAll(file.scans());
            problems.addAll(file.problems());
        }
        return new Definitions(paths.size(), List.copyOf(scans), List.copyOf(problems));
    }

    private static FleetYaml read(SourceTree tree, String path) throws IOException {
        try {
            long size = tree.size(path);
            return size > FleetYaml.MAX_BYTES ? FleetYaml.tooLarge(path, size) : FleetYaml.parse(path, tree.read(path));
        } catch (NoSuchFileException e) {
            String name = WorkspaceTree.unreadableName(path);
            String why = name == null ? Messages.Definitions_vanished() : name;
            return new FleetYaml(path, List.of(), List.of(Problem.error(Place.of(path), why)));
        }
    }
}
