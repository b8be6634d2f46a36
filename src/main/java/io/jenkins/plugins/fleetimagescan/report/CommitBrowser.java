package io.jenkins.plugins.fleetimagescan.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Job;

/** Knows where a commit can be looked at. What cannot say so leaves it at the commit's id. */
public abstract class CommitBrowser implements ExtensionPoint {
    /**
     * @param repository URL without credentials of the repository that has the commit; null for the only one of the job
     * @return an http or https URL, or null
     */
    @CheckForNull
    protected abstract String find(Job<?, ?> job, @CheckForNull String repository, String commit);

    /** The first answer of all browsers that there are. */
    @CheckForNull
    static String link(Job<?, ?> job, @CheckForNull String repository, String commit) {
        for (CommitBrowser browser : ExtensionList.lookup(CommitBrowser.class)) {
            String url = browser.find(job, repository, commit);
            // The address comes from a configuration: it must not become a script.
            if (url != null && (url.startsWith("https://") || url.startsWith("http://"))) {
                return url;
            }
        }
        return null;
    }
}
