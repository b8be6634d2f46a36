package jenkins.scm.api;

import java.io.Serializable;

public abstract class SCMRevision implements Serializable {
    protected SCMRevision() {}

    public abstract boolean equals(Object obj);
}
