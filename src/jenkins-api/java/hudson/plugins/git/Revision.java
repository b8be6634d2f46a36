package hudson.plugins.git;

import java.io.Serializable;
import java.util.Collection;

public class Revision implements Serializable {
    protected Revision() {}

    public Collection<Branch> getBranches() {
        throw new UnsupportedOperationException();
    }

    public String getSha1String() {
        throw new UnsupportedOperationException();
    }
}
