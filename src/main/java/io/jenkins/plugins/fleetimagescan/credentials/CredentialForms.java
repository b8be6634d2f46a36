package io.jenkins.plugins.fleetimagescan.credentials;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.springframework.security.core.Authentication;

/** Who may see the IDs of credentials in a form, and as whom they are looked up. */
public final class CredentialForms {
    private static final CredentialsMatcher FOR_REGISTRIES = CredentialsMatchers.anyOf(
            CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class),
            CredentialsMatchers.instanceOf(StringCredentials.class),
            CredentialsMatchers.instanceOf(FileCredentials.class));

    private static final CredentialsMatcher FOR_SIGNING = CredentialsMatchers.anyOf(
            CredentialsMatchers.instanceOf(SSHUserPrivateKey.class),
            CredentialsMatchers.instanceOf(StringCredentials.class),
            CredentialsMatchers.instanceOf(FileCredentials.class));

    private CredentialForms() {}

    /** @param item the job or folder that is configured; null on pages of Jenkins itself */
    public static boolean mayList(@CheckForNull Item item) {
        return item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
    }

    /** The credentials that can be used for a registry, for those who may see them; else just the current one. */
    public static ListBoxModel registryCredentials(@CheckForNull Item item, @CheckForNull String current) {
        return list(item, current, FOR_REGISTRIES);
    }

    /** The same for keys that commits can be signed with. */
    public static ListBoxModel signingCredentials(@CheckForNull Item item, @CheckForNull String current) {
        return list(item, current, FOR_SIGNING);
    }

    private static ListBoxModel list(
            @CheckForNull Item item, @CheckForNull String current, CredentialsMatcher matcher) {
        StandardListBoxModel model = new StandardListBoxModel();
        if (!mayList(item)) {
            return model.includeCurrentValue(Util.fixNull(current));
        }
        model.includeEmptyValue();
        if (item == null) {
            model.includeMatchingAs(ACL.SYSTEM2, Jenkins.get(), StandardCredentials.class, List.of(), matcher);
        } else {
            model.includeMatchingAs(authenticationOf(item), item, StandardCredentials.class, List.of(), matcher);
        }
        return model.includeCurrentValue(Util.fixNull(current));
    }

    /** Says so when there is no such credential, to those who may know. */
    public static FormValidation checkRegistryCredential(@CheckForNull Item item, @CheckForNull String id) {
        return check(item, id, FOR_REGISTRIES, Messages.RegistrySecrets_acceptedTypes());
    }

    /** The same for a key that commits are to be signed with. */
    public static FormValidation checkSigningCredential(@CheckForNull Item item, @CheckForNull String id) {
        return check(item, id, FOR_SIGNING, SigningSecrets.acceptedTypes());
    }

    private static FormValidation check(
            @CheckForNull Item item, @CheckForNull String id, CredentialsMatcher matcher, String acceptedTypes) {
        String text = Util.fixEmptyAndTrim(id);
        if (text == null || text.contains("$") || !mayList(item)) {
            return FormValidation.ok();
        }
        CredentialLookup lookup = item == null ? CredentialLookup.ofJenkins() : CredentialLookup.of(item);
        StandardCredentials found = lookup.find(text, List.of());
        if (found == null) {
            return FormValidation.error(Messages.CredentialForms_notFound(text, lookup.searched()));
        }
        return matcher.matches(found)
                ? FormValidation.ok()
                : FormValidation.error(Messages.CredentialForms_wrongType(
                        text, found.getDescriptor().getDisplayName(), acceptedTypes));
    }

    /** The same for the credential of a Git repository. */
    public static FormValidation checkGitCredential(@CheckForNull Item item, @CheckForNull String id) {
        String text = Util.fixEmptyAndTrim(id);
        if (text == null || text.contains("$") || !mayList(item)) {
            return FormValidation.ok();
        }
        CredentialLookup lookup = item == null ? CredentialLookup.ofJenkins() : CredentialLookup.of(item);
        return lookup.find(text, List.of()) == null
                ? FormValidation.error(Messages.CredentialForms_notFound(text, lookup.searched()))
                : FormValidation.ok();
    }

    /** The one as whom builds of the item run. */
    public static Authentication authenticationOf(@CheckForNull Item item) {
        return item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
    }
}
