package hudson.plugins.git;

import hudson.model.AbstractDescribableImpl;
import java.io.Serializable;

public class UserRemoteConfig extends AbstractDescribableImpl<UserRemoteConfig> implements Serializable {
    protected UserRemoteConfig() {}

    public String getUrl() {
        throw new UnsupportedOperationException();
    }
}
