package hudson.scm;

import hudson.ExtensionPoint;
import hudson.model.Describable;
import java.io.Serializable;

public abstract class RepositoryBrowser<E extends ChangeLogSet.Entry>
        implements Describable<RepositoryBrowser<?>>, ExtensionPoint, Serializable {
    protected RepositoryBrowser() {}
}
