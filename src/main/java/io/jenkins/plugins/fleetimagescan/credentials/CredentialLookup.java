package io.jenkins.plugins.fleetimagescan.credentials;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.model.Run;
import hudson.security.ACL;
import java.util.List;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/**
 * Finds Jenkins credentials by their ID on behalf of somebody: a build, a job whose registries are polled, or Jenkins
 * itself. Credentials of a domain are only found where the requirements fit its specifications.
 */
public interface CredentialLookup {
    /**
     * @param requirements empty for a credential of any domain
     * @return null if there is none that the one who asks may use
     */
    @CheckForNull
    StandardCredentials find(String id, List<DomainRequirement> requirements);

    /** Records where the credential was used. */
    void track(StandardCredentials credential);

    /** Where was searched, in words for messages. */
    String searched();

    /** What the build may use: credentials of its job, of the folders above and of Jenkins, and build parameters. */
    static CredentialLookup of(Run<?, ?> run) {
        return new CredentialLookup() {
            @Override
            public StandardCredentials find(String id, List<DomainRequirement> requirements) {
                return CredentialsProvider.findCredentialById(id, StandardCredentials.class, run, requirements);
            }

            @Override
            public void track(StandardCredentials credential) {
                CredentialsProvider.track(run, credential);
            }

            @Override
            public String searched() {
                return searchedFor(run.getParent());
            }
        };
    }

    /** What the builds of a job may use, without those that come from build parameters. */
    static CredentialLookup of(Item job) {
        Authentication authentication = CredentialForms.authenticationOf(job);
        return new CredentialLookup() {
            @Override
            public StandardCredentials find(String id, List<DomainRequirement> requirements) {
                return CredentialsMatchers.firstOrNull(
                        CredentialsProvider.lookupCredentialsInItem(
                                StandardCredentials.class, job, authentication, requirements),
                        CredentialsMatchers.withId(id));
            }

            @Override
            public void track(StandardCredentials credential) {
                CredentialsProvider.track(job, credential);
            }

            @Override
            public String searched() {
                return searchedFor(job);
            }
        };
    }

    /** The credentials of Jenkins itself, those of system scope included. */
    static CredentialLookup ofJenkins() {
        return new CredentialLookup() {
            @Override
            public StandardCredentials find(String id, List<DomainRequirement> requirements) {
                return CredentialsMatchers.firstOrNull(
                        CredentialsProvider.lookupCredentialsInItemGroup(
                                StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, requirements),
                        CredentialsMatchers.withId(id));
            }

            @Override
            public void track(StandardCredentials credential) {
                // Nobody in particular uses it.
            }

            @Override
            public String searched() {
                return Messages.CredentialLookup_jenkins();
            }
        };
    }

    private static String searchedFor(Item item) {
        String folder = item.getParent().getFullName();
        return folder.isEmpty() ? Messages.CredentialLookup_jenkins() : Messages.CredentialLookup_folder(folder);
    }
}
