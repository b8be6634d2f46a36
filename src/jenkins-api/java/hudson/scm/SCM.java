package hudson.scm;

import hudson.ExtensionPoint;
import hudson.model.Describable;

public abstract class SCM implements Describable<SCM>, ExtensionPoint {
    protected SCM() {}

    public final RepositoryBrowser<?> getEffectiveBrowser() {
        throw new UnsupportedOperationException();
    }
}
