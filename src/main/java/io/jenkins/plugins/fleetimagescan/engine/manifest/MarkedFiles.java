package io.jenkins.plugins.fleetimagescan.engine.manifest;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.image.Selection;
import io.jenkins.plugins.fleetimagescan.engine.manifest.ManifestFile.Use;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import io.jenkins.plugins.fleetimagescan.engine.tree.SourceTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The files of a tree that have markers, and what these ask for. No content is kept. */
public final class MarkedFiles {
    private final SourceTree tree;
    private final List<String> folders;
    private final List<ScanId> scans;
    private final List<ManifestFile> manifests = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Map<ScanId, Set<String>> tagsInUse = new HashMap<>();
    private final Set<ScanId> marked = new HashSet<>();
    private final Set<ScanId> needingDigest = new HashSet<>();

    /**
     * What became of one file.
     *
     * @param manifest null if it cannot be read
     */
    record Found(@CheckForNull ManifestFile manifest, List<Problem> problems) {}

    MarkedFiles(SourceTree tree, List<String> folders, List<ScanId> scans, List<Found> found) {
        this.tree = tree;
        this.folders = folders;
        this.scans = scans;
        for (Found file : found) {
            problems.addAll(file.problems);
            if (file.manifest != null && !file.manifest.uses().isEmpty()) {
                manifests.add(file.manifest);
                file.manifest.uses().forEach(this::add);
            }
        }
        problems.sort(Comparator.comparing(Problem::place));
    }

    private void add(Use use) {
        marked.add(use.scan());
        String tag = use.form().tagIn(use.value());
        if (tag != null) {
            tagsInUse.computeIfAbsent(use.scan(), scan -> new TreeSet<>()).add(tag);
        }
        if (use.form().needsDigest()) {
            needingDigest.add(use.scan());
        }
    }

    /** The files with at least one marker that resolves to a scan, in ascending order. */
    public List<String> files() {
        return manifests.stream().map(ManifestFile::path).toList();
    }

    /** By place: markers that are wrong, ambiguous or in vain, and files with markers that cannot be read. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Whether any marker refers to this scan. */
    public boolean isMarked(ScanId scan) {
        return marked.contains(scan);
    }

    /** The tags that now stand in the scalars marked for a scan, whichever form these have. */
    public Set<String> tagsInUse(ScanId scan) {
        return Set.copyOf(tagsInUse.getOrDefault(scan, Set.of()));
    }

    /** Whether a marker of this scan asks for the digest. */
    public boolean needsDigest(ScanId scan) {
        return needingDigest.contains(scan);
    }

    /** The same search in another tree: the head of a branch that has moved, say. */
    public MarkedFiles in(SourceTree other) throws IOException, InterruptedException {
        return ManifestScan.find(other, folders, scans);
    }

    /** Which of these updates no marker of this tree asks for; paths mean the same in both. */
    public List<Update> unmarked(Collection<FileEdit> edits) {
        Set<List<Object>> asked = new HashSet<>();
        for (ManifestFile manifest : manifests) {
            manifest.uses().forEach(use -> asked.add(List.of(manifest.path(), use.scan(), use.form())));
        }
        return edits.stream()
                .flatMap(edit -> edit.updates().stream())
                .filter(update -> !asked.contains(List.<Object>of(update.file(), update.scan(), update.form())))
                .toList();
    }

    /**
     * What the files become when the selections are written into them, in the order of the paths; files that stay as
     * they are do not appear. Scans without a selection are left alone, and so are markers that need a digest where the
     * selection has none. In another tree the markers are searched anew.
     */
    public List<FileEdit> edits(SourceTree in, Map<ScanId, Selection> selections)
            throws IOException, InterruptedException {
        if (in != tree) {
            return in(in).edits(in, selections);
        }
        Map<ScanId, Selection> fixed = Map.copyOf(selections);
        try (Workers<FileEdit> workers = Workers.forComputing()) {
            for (ManifestFile manifest : manifests) {
                byte[] content = tree.read(manifest.path());
                workers.add(() -> current(manifest, content).edit(content, fixed));
            }
            return workers.results().stream().filter(Objects::nonNull).toList();
        }
    }

    /** The file as it was found, or as it is now if it has changed since. */
    private ManifestFile current(ManifestFile found, byte[] content) throws IOException {
        if (found.isOf(content)) {
            return found;
        }
        List<Problem> changed = new ArrayList<>();
        ManifestFile now = ManifestFile.of(found.path(), content, new MarkerResolver(scans), changed);
        if (now == null) {
            throw new IOException(changed.get(0).toString());
        }
        return now;
    }
}
