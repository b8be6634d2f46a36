package io.jenkins.plugins.fleetimagescan.credentials;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.util.Secret;
import io.jenkins.plugins.fleetimagescan.engine.git.GitCredential;
import java.util.List;
import org.jenkinsci.plugins.gitclient.GitURIRequirementsBuilder;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** Makes the credential for a Git remote out of a Jenkins credential. */
public final class GitSecrets {
    private static final String NOBODY = "https://no-such-host.invalid/";

    private final CredentialLookup lookup;
    private final Masks masks;

    public GitSecrets(CredentialLookup lookup, Masks masks) {
        this.lookup = lookup;
        this.masks = masks;
    }

    /**
     * @param url of the remote; null if it is not known, and then the run fails for this reason
     * @param boundOnly refuses a credential that may go to any host: the URL or the ID came from a file that somebody
     *     without the right to write to the repository may have changed
     * @throws AbortException naming the ID, where it was searched and what is accepted
     */
    public GitCredential resolve(String id, @CheckForNull String url, boolean boundOnly) throws AbortException {
        List<DomainRequirement> requirements =
                url == null ? List.of() : GitURIRequirementsBuilder.fromUri(url).build();
        StandardCredentials credential = lookup.find(id, requirements);
        if (credential == null) {
            throw new AbortException(
                    lookup.find(id, List.of()) == null
                            ? Messages.GitSecrets_notFound(id, lookup.searched())
                            : Messages.GitSecrets_otherDomain(id, url));
        }
        if (boundOnly
                && lookup.find(id, GitURIRequirementsBuilder.fromUri(NOBODY).build()) != null) {
            throw new AbortException(Messages.GitSecrets_unbound(id, url));
        }
        GitCredential made = make(credential, id);
        lookup.track(credential);
        return made;
    }

    private GitCredential make(StandardCredentials credential, String id) throws AbortException {
        if (credential instanceof StandardUsernamePasswordCredentials user) {
            String password = user.getPassword().getPlainText();
            masks.add(user.getUsername(), password);
            return GitCredential.password(user.getUsername(), password);
        }
        if (credential instanceof SSHUserPrivateKey key && !key.getPrivateKeys().isEmpty()) {
            Secret passphrase = key.getPassphrase();
            String text = passphrase == null ? null : passphrase.getPlainText();
            masks.add(text);
            return GitCredential.sshKey(
                    key.getUsername(), key.getPrivateKeys().get(0), text == null || text.isEmpty() ? null : text);
        }
        if (credential instanceof StringCredentials secret) {
            String token = secret.getSecret().getPlainText();
            masks.add(token);
            return GitCredential.token(token);
        }
        throw new AbortException(
                Messages.GitSecrets_wrongType(id, credential.getDescriptor().getDisplayName(), lookup.searched()));
    }
}
