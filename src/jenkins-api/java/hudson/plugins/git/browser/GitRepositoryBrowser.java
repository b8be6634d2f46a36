package hudson.plugins.git.browser;

import hudson.plugins.git.GitChangeSet;
import hudson.scm.RepositoryBrowser;
import java.io.IOException;
import java.net.URL;

public abstract class GitRepositoryBrowser extends RepositoryBrowser<GitChangeSet> {
    protected GitRepositoryBrowser() {}

    public URL getChangeSetLink(String commitId) throws IOException {
        throw new UnsupportedOperationException();
    }
}
