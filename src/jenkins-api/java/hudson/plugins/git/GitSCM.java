package hudson.plugins.git;

import java.util.List;

public class GitSCM extends GitSCMBackwardCompatibility {
    protected GitSCM() {}

    public List<UserRemoteConfig> getUserRemoteConfigs() {
        throw new UnsupportedOperationException();
    }
}
