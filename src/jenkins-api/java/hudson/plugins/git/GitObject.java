package hudson.plugins.git;

import java.io.Serializable;

public class GitObject implements Serializable {
    protected GitObject() {}

    public String getName() {
        throw new UnsupportedOperationException();
    }
}
