package io.jenkins.plugins.fleetimagescan.engine.manifest;

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
import java.util.Set;
import java.util.TreeSet;

/** The files of a tree that have markers, and what these ask for. No content is kept. */
public final class MarkedFiles {
    private final SourceTree tree;
    private final List<String> folders;
    private final List<ScanId> scans;
    private final List<String> files;
    private final List<Problem> problems;
    private final Map<ScanId, Set<String>> tagsInUse;
    private final Set<ScanId> needingDigest;
    private final Set<ScanId> marked;

    private MarkedFiles(Builder builder) {
        tree = builder.tree;
        folders = builder.folders;
        scans = builder.scans;
        files = List.copyOf(builder.files);
        problems = builder.problems.stream()
                .sorted(Comparator.comparing(Problem::place))
                .toList();
        tagsInUse = builder.tagsInUse;
        needingDigest = builder.needingDigest;
        marked = builder.marked;
    }

    /** The files with at least one marker that resolves to a scan, in ascending order. */
    public List<String> files() {
        return files;
    }

    /** By place: markers that are wrong, ambiguous or in vain, and files with markers that cannot be read. */
    public List<Problem> problems() {
        return problems;
    }

    /** The tags that now stand in the scalars marked for a scan, whichever form these have. */
    public Set<String> tagsInUse(ScanId scan) {
        return tagsInUse.getOrDefault(scan, Set.of());
    }

    /** Whether any marker refers to this scan. */
    public boolean isMarked(ScanId scan) {
        return marked.contains(scan);
    }

    /** Whether a marker of this scan asks for the digest. */
    public boolean needsDigest(ScanId scan) {
        return needingDigest.contains(scan);
    }

    /** The same search in another tree: the head of a branch that has moved, say. */
    public MarkedFiles in(SourceTree other) throws IOException, InterruptedException {
        return ManifestScan.find(other, folders, scans);
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
        MarkerResolver resolver = new MarkerResolver(scans);
        List<FileEdit> edits = new ArrayList<>();
        for (String path : files) {
            List<Problem> changed = new ArrayList<>();
            ManifestFile file = ManifestScan.read(tree, path, resolver, changed);
            if (file == null) {
                throw new IOException(changed.get(0).toString());
            }
            FileEdit edit = file.edit(selections);
            if (edit != null) {
                edits.add(edit);
            }
        }
        return edits;
    }

    static final class Builder {
        private final SourceTree tree;
        private final List<String> folders;
        private final List<ScanId> scans;
        private final MarkerResolver resolver;
        private final List<String> files = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();
        private final Map<ScanId, Set<String>> tagsInUse = new HashMap<>();
        private final Set<ScanId> needingDigest = new HashSet<>();
        private final Set<ScanId> marked = new HashSet<>();

        Builder(SourceTree tree, Collection<String> folders, Collection<ScanId> scans) {
            this.tree = tree;
            this.folders = List.copyOf(folders);
            this.scans = List.copyOf(scans);
            resolver = new MarkerResolver(scans);
        }

        void add(String path) throws IOException, InterruptedException {
            ManifestFile file = ManifestScan.read(tree, path, resolver, problems);
            if (file == null || file.uses().isEmpty()) {
                return;
            }
            files.add(path);
            for (Use use : file.uses()) {
                marked.add(use.scan());
                String tag = use.form().tagIn(use.marked().scalar().value());
                if (tag != null) {
                    tagsInUse
                            .computeIfAbsent(use.scan(), scan -> new TreeSet<>())
                            .add(tag);
                }
                if (use.form().needsDigest()) {
                    needingDigest.add(use.scan());
                }
            }
        }

        MarkedFiles build() {
            return new MarkedFiles(this);
        }
    }
}
