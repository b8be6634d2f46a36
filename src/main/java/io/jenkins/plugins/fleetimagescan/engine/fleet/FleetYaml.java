package io.jenkins.plugins.fleetimagescan.engine.fleet;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.image.InvalidImageException;
import io.jenkins.plugins.fleetimagescan.engine.policy.PolicyException;
import io.jenkins.plugins.fleetimagescan.engine.policy.PolicySpec;
import io.jenkins.plugins.fleetimagescan.engine.policy.TagPolicy;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The {@code imageScans} of one fleet.yaml. The rest of the file belongs to Fleet and is not looked at.
 *
 * @param path relative to the workspace, separated by {@code /}
 * @param scans the entries without an error, in the order of the file
 * @param problems everything found wrong, errors and warnings, in the order of the file
 * @see <a href="https://fleet.rancher.io/imagescan">Fleet, image scan</a>
 */
public record FleetYaml(String path, List<ImageScan> scans, List<Problem> problems) {
    /** A larger file is refused. */
    public static final int MAX_BYTES = YamlDocuments.MAX_BYTES;

    public FleetYaml {
        scans = List.copyOf(scans);
        problems =
                problems.stream().sorted(Comparator.comparing(Problem::place)).toList();
    }

    public boolean hasErrors() {
        return problems.stream().anyMatch(Problem::isError);
    }

    /** What stands for a file that is not read because it has more bytes than {@link #MAX_BYTES}. */
    public static FleetYaml tooLarge(String path, long size) {
        return new FleetYaml(path, List.of(), List.of(YamlDocuments.tooLarge(path, size)));
    }

    public static FleetYaml parse(String path, byte[] content) {
        List<Problem> problems = new ArrayList<>();
        List<Node> documents = YamlDocuments.compose(path, content, problems);
        List<ImageScan> scans = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            FieldReader top = top(path, documents.get(i), problems);
            if (top == null) {
                continue;
            }
            if (i == 0) {
                scans.addAll(new Entries(path).read(top));
            } else if (top.has("imageScans")) {
                top.warning("imageScans", Messages.FleetYaml_laterDocument());
            }
        }
        return new FleetYaml(path, scans, problems);
    }

    @CheckForNull
    private static FieldReader top(String path, Node document, List<Problem> problems) {
        if (document instanceof MappingNode mapping) {
            return new FieldReader(path, "", mapping, problems);
        }
        if (!document.getTag().equals(Tag.NULL)) {
            problems.add(Problem.error(
                    YamlDocuments.place(path, document.getStartMark()), Messages.FleetYaml_notAMapping()));
        }
        return null;
    }

    /** Reads the entries of one file; a class of its own for the names seen so far. */
    private static final class Entries {
        private final String path;
        private final Map<String, Integer> lineOfName = new HashMap<>();

        Entries(String path) {
            this.path = path;
        }

        List<ImageScan> read(FieldReader top) {
            List<ImageScan> scans = new ArrayList<>();
            for (FieldReader entry : top.mappings("imageScans")) {
                ImageScan scan = entry(entry);
                if (scan != null) {
                    scans.add(scan);
                }
            }
            return scans;
        }

        /** Null if the entry has an error; all of its fields are looked at nevertheless. */
        @CheckForNull
        private ImageScan entry(FieldReader entry) {
            entry.warnUnknown("image", "tagName", "policy", "secretRef", "interval", "suspend", "filterTags");
            ImageReference image = image(entry);
            String tagName = tagName(entry);
            PolicySpec spec = spec(entry);
            TagPolicy policy = policy(entry, spec);
            String secret = secret(entry);
            Duration interval = interval(entry);
            boolean suspend = entry.bool("suspend");
            if (image == null || tagName == null || policy == null || interval == null) {
                return null;
            }
            return new ImageScan(
                    new ScanId(path, tagName), entry.place(), image, spec, policy, secret, interval, suspend);
        }

        @CheckForNull
        private static ImageReference image(FieldReader entry) {
            String text = entry.required("image");
            if (text == null) {
                return null;
            }
            try {
                ImageReference image = ImageReference.parse(text);
                if (image.tag() == null && image.digest() == null) {
                    return image;
                }
                entry.warning("image", Messages.FleetYaml_tagIgnored(text, image.name()));
                return ImageReference.parse(image.name());
            } catch (InvalidImageException e) {
                entry.error("image", e.getMessage());
                return null;
            }
        }

        @CheckForNull
        private String tagName(FieldReader entry) {
            String name = entry.required("tagName");
            if (name == null) {
                return null;
            }
            if (name.indexOf(':') >= 0) {
                // A marker could not name it: what follows a colon there is the form.
                entry.error("tagName", Messages.FleetYaml_colonInTagName(name));
                return null;
            }
            Integer earlier =
                    lineOfName.putIfAbsent(name, entry.place("tagName").line());
            if (earlier != null) {
                entry.error("tagName", Messages.FleetYaml_duplicateTagName(name, String.valueOf(earlier)));
                return null;
            }
            return name;
        }

        private static PolicySpec spec(FieldReader entry) {
            FieldReader policy = entry.mapping("policy");
            String range = null;
            String alphabetical = null;
            String numerical = null;
            if (policy != null) {
                policy.warnUnknown("semver", "alphabetical", "numerical");
                range = field(policy, "semver", "range");
                alphabetical = field(policy, "alphabetical", "order");
                numerical = field(policy, "numerical", "order");
            }
            FieldReader filter = entry.mapping("filterTags");
            String pattern = null;
            String extract = null;
            if (filter != null) {
                filter.warnUnknown("pattern", "extract");
                pattern = filter.required("pattern");
                extract = filter.string("extract");
            }
            return new PolicySpec(range, alphabetical, numerical, pattern, extract);
        }

        /** Null if the kind is absent, empty if it is there without its only field. */
        @CheckForNull
        private static String field(FieldReader policy, String kind, String key) {
            FieldReader reader = policy.mapping(kind);
            if (reader == null) {
                return null;
            }
            reader.warnUnknown(key);
            String value = reader.string(key);
            // A value of another type is reported already: it is not to be judged as a policy as well.
            return value == null && !reader.has(key) ? "" : value;
        }

        /** The policy and the filter are judged apart: each has its own place, and both are reported at once. */
        @CheckForNull
        private static TagPolicy policy(FieldReader entry, PolicySpec spec) {
            PolicySpec unfiltered =
                    new PolicySpec(spec.semverRange(), spec.alphabeticalOrder(), spec.numericalOrder(), null, null);
            FieldReader policy = entry.mapping("policy");
            FieldReader kind = policy == null ? null : policyKind(policy, spec);
            String field = spec.semverRange() != null ? "range" : "order";
            TagPolicy chooser = kind == null ? read(unfiltered, entry, "policy") : read(unfiltered, kind, field);
            FieldReader filter = entry.mapping("filterTags");
            if (filter == null) {
                return chooser;
            }
            String pattern = spec.filterPattern();
            PolicySpec any = PolicySpec.semver("*");
            boolean right = pattern != null
                    && read(any.filtered(pattern, null), filter, "pattern") != null
                    && read(any.filtered(pattern, spec.filterExtract()), filter, "extract") != null;
            return right && chooser != null ? read(spec, entry, "policy") : null;
        }

        /** Null after an error, which is reported at this field. */
        @CheckForNull
        private static TagPolicy read(PolicySpec spec, FieldReader place, String field) {
            try {
                return TagPolicy.of(spec);
            } catch (PolicyException e) {
                place.error(field, e.getMessage());
                return null;
            }
        }

        @CheckForNull
        private static FieldReader policyKind(FieldReader policy, PolicySpec spec) {
            return policy.mapping(
                    spec.semverRange() != null
                            ? "semver"
                            : spec.alphabeticalOrder() != null ? "alphabetical" : "numerical");
        }

        @CheckForNull
        private static String secret(FieldReader entry) {
            FieldReader secret = entry.mapping("secretRef");
            if (secret == null) {
                return null;
            }
            secret.warnUnknown("name");
            String name = secret.string("name");
            return name == null || name.isBlank() ? null : name;
        }

        @CheckForNull
        private static Duration interval(FieldReader entry) {
            String text = entry.scalar("interval");
            if (text == null || text.isEmpty()) {
                return ImageScan.DEFAULT_INTERVAL;
            }
            Duration interval = GoDuration.parse(text).orElse(null);
            if (interval == null || interval.isNegative()) {
                entry.error("interval", Messages.FleetYaml_interval(text));
                return null;
            }
            return interval.isZero() ? ImageScan.DEFAULT_INTERVAL : interval;
        }
    }
}
