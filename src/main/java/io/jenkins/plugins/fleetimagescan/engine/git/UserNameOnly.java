package io.jenkins.plugins.fleetimagescan.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.transport.SshConfigStore;

/**
 * In place of {@code .ssh/config}, which could send the connection elsewhere: only the user name for URLs that have none.
 *
 * @param user null or empty: the user who runs the process, as for the {@code ssh} program
 */
record UserNameOnly(@CheckForNull String user) implements SshConfigStore {
    @Override
    public HostConfig lookup(String hostName, int port, String userName) {
        return new Config(user == null || user.isEmpty() ? Map.of() : Map.of("User", user));
    }

    @Override
    public HostConfig lookupDefault(String hostName, int port, String userName) {
        return lookup(hostName, port, userName);
    }

    private record Config(Map<String, String> options) implements HostConfig {
        @Override
        public String getValue(String key) {
            return options.get(key);
        }

        @Override
        public List<String> getValues(String key) {
            String value = getValue(key);
            return value == null ? List.of() : List.of(value);
        }

        @Override
        public Map<String, String> getOptions() {
            return options;
        }

        @Override
        public Map<String, List<String>> getMultiValuedOptions() {
            return Map.of();
        }
    }
}
