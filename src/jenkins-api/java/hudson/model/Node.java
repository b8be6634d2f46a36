package hudson.model;

import hudson.security.AccessControlled;

public abstract class Node extends AbstractModelObject
        implements ReconfigurableDescribable<Node>, AccessControlled, PersistenceRoot {
    protected Node() {}
}
