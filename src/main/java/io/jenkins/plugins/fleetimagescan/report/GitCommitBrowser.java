package io.jenkins.plugins.fleetimagescan.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.Job;
import hudson.plugins.git.GitSCM;
import hudson.plugins.git.UserRemoteConfig;
import hudson.plugins.git.browser.GitRepositoryBrowser;
import hudson.scm.RepositoryBrowser;
import hudson.scm.SCM;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Collection;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.triggers.SCMTriggerItem;
import org.eclipse.jgit.transport.URIish;

/** The repository browser of the Git plugin: the one that is configured, or the one that it guesses from the URL. */
@Extension(optional = true)
public final class GitCommitBrowser extends CommitBrowser {
    private static final Logger LOGGER = Logger.getLogger(GitCommitBrowser.class.getName());

    @CheckForNull
    @Override
    protected String find(Job<?, ?> job, @CheckForNull String repository, String commit) {
        SCMTriggerItem item = SCMTriggerItem.SCMTriggerItems.asSCMTriggerItem(job);
        if (item == null) {
            return null;
        }
        Collection<? extends SCM> scms = item.getSCMs();
        for (SCM scm : scms) {
            if (scm instanceof GitSCM git && (has(git, repository) || (repository == null && scms.size() == 1))) {
                RepositoryBrowser<?> browser = git.getEffectiveBrowser();
                return browser instanceof GitRepositoryBrowser known ? link(known, commit) : null;
            }
        }
        return null;
    }

    @CheckForNull
    private static String link(GitRepositoryBrowser browser, String commit) {
        try {
            URL url = browser.getChangeSetLink(commit);
            return url == null ? null : url.toString();
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "no link to a commit", e);
            return null;
        }
    }

    private static boolean has(GitSCM git, @CheckForNull String repository) {
        if (repository == null) {
            return false;
        }
        List<UserRemoteConfig> remotes = git.getUserRemoteConfigs();
        return remotes.stream().anyMatch(remote -> same(remote.getUrl(), repository));
    }

    /** A user name in the URL and a final {@code .git} make no other repository. */
    private static boolean same(@CheckForNull String one, String other) {
        return one != null && comparable(one).equals(comparable(other));
    }

    private static String comparable(String url) {
        try {
            String plain = new URIish(url).setUser(null).setPass(null).toString();
            String trimmed = plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
            return trimmed.endsWith(".git") ? trimmed.substring(0, trimmed.length() - 4) : trimmed;
        } catch (URISyntaxException e) {
            return url;
        }
    }
}
