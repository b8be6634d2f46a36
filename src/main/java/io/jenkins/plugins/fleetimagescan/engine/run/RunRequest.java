package io.jenkins.plugins.fleetimagescan.engine.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.fleet.ImageScan;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryOptions;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one run is to do; without secrets, which travel on their own. Null and empty mean that nothing was asked for:
 * the GitRepo file, the global configuration and the defaults then decide, in this order.
 *
 * @param fleetYaml Ant-style pattern of the fleet.yaml files
 * @param paths folders whose manifests are looked at, relative to the workspace; empty means the bundle folders
 * @param gitRepoFile path of a file with GitRepo resources, relative to the workspace
 * @param gitRepoName which of them
 * @param write what is done with the updates
 * @param push null lets the run decide: yes, but not in the build of a pull request
 * @param force asks registries before the interval of a scan has passed
 * @param registries how to talk to registries
 * @param environment of the build; only what tells its branch is looked at and kept
 * @param recorded results of earlier runs, whose selections are used until their intervals have passed
 */
public record RunRequest(
        String fleetYaml,
        List<String> paths,
        @CheckForNull String gitRepoFile,
        @CheckForNull String gitRepoName,
        @CheckForNull String repo,
        @CheckForNull String branch,
        Write write,
        @CheckForNull Boolean push,
        boolean force,
        CommitSettings commit,
        RegistryOptions registries,
        Map<String, String> environment,
        List<ScanResult> recorded)
        implements Serializable {
    public static final String DEFAULT_FLEET_YAML = "**/fleet.yaml";

    /** The variables of a build that a run looks at. */
    private static final Set<String> ENVIRONMENT =
            Set.of("GIT_BRANCH", "BRANCH_NAME", "TAG_NAME", "CHANGE_ID", "CHANGE_BRANCH", "CHANGE_FORK");

    /** How far the updates go. */
    public enum Write {
        /** Nowhere: the diff is all. */
        NOTHING,
        /** Into the files of the workspace, uncommitted. */
        FILES,
        COMMIT
    }

    public RunRequest {
        paths = List.copyOf(paths);
        recorded = List.copyOf(recorded);
        Map<String, String> known = new TreeMap<>(environment);
        known.keySet().retainAll(ENVIRONMENT);
        environment = Map.copyOf(known);
    }

    /** The result that an earlier run recorded for the scan as it is now; null if its image or policy is another. */
    @CheckForNull
    ScanResult recordedFor(ImageScan scan) {
        return recorded.stream()
                .filter(result -> result.id().equals(scan.id())
                        && result.image().equals(scan.image().name())
                        && result.spec().equals(scan.spec()))
                .findFirst()
                .orElse(null);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Sets what is not as usual. */
    public static final class Builder {
        private String fleetYaml = DEFAULT_FLEET_YAML;
        private List<String> paths = List.of();
        private String gitRepoFile;
        private String gitRepoName;
        private String repo;
        private String branch;
        private Write write = Write.COMMIT;
        private Boolean push;
        private boolean force;
        private CommitSettings commit = CommitSettings.DEFAULTS;
        private RegistryOptions registries = RegistryOptions.defaults();
        private Map<String, String> environment = Map.of();
        private List<ScanResult> recorded = List.of();

        private Builder() {}

        public Builder fleetYaml(@CheckForNull String pattern) {
            fleetYaml = pattern == null || pattern.isBlank() ? DEFAULT_FLEET_YAML : pattern;
            return this;
        }

        public Builder paths(List<String> folders) {
            paths = folders;
            return this;
        }

        public Builder gitRepoFile(@CheckForNull String file) {
            gitRepoFile = file;
            return this;
        }

        public Builder gitRepoName(@CheckForNull String name) {
            gitRepoName = name;
            return this;
        }

        public Builder repo(@CheckForNull String url) {
            repo = url;
            return this;
        }

        public Builder branch(@CheckForNull String name) {
            branch = name;
            return this;
        }

        public Builder write(Write extent) {
            write = extent;
            return this;
        }

        public Builder push(@CheckForNull Boolean wanted) {
            push = wanted;
            return this;
        }

        public Builder force(boolean wanted) {
            force = wanted;
            return this;
        }

        public Builder commit(CommitSettings settings) {
            commit = settings;
            return this;
        }

        public Builder registries(RegistryOptions options) {
            registries = options;
            return this;
        }

        public Builder environment(Map<String, String> variables) {
            environment = variables;
            return this;
        }

        public Builder recorded(List<ScanResult> results) {
            recorded = results;
            return this;
        }

        public RunRequest build() {
            return new RunRequest(
                    fleetYaml,
                    paths,
                    gitRepoFile,
                    gitRepoName,
                    repo,
                    branch,
                    write,
                    push,
                    force,
                    commit,
                    registries,
                    environment,
                    recorded);
        }
    }
}
