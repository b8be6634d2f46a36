package hudson.plugins.git;

import hudson.scm.ChangeLogSet;

public class GitChangeSet extends ChangeLogSet.Entry {
    protected GitChangeSet() {}
}
