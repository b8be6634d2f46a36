package io.jenkins.plugins.fleetimagescan.credentials;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.AbortException;
import hudson.util.Secret;
import io.jenkins.plugins.fleetimagescan.engine.git.GitException;
import io.jenkins.plugins.fleetimagescan.engine.git.SigningKey;
import java.util.List;

/** Makes the key that commits are signed with out of a Jenkins credential. */
public final class SigningSecrets {
    /** Shorter lines of a key, as its last one may be, hide more of a log than they give away. */
    private static final int SHORTEST_MASK = 16;

    private final CredentialLookup lookup;
    private final Masks masks;

    public SigningSecrets(CredentialLookup lookup, Masks masks) {
        this.lookup = lookup;
        this.masks = masks;
    }

    /** @throws AbortException naming the ID, where it was searched and what is accepted, or why the key cannot sign */
    public SigningKey resolve(String id) throws AbortException {
        StandardCredentials credential = lookup.find(id, List.of());
        if (credential == null) {
            throw new AbortException(Messages.SigningSecrets_notFound(id, lookup.searched(), acceptedTypes()));
        }
        SigningKey key = make(credential, id);
        lookup.track(credential);
        return key;
    }

    static String acceptedTypes() {
        return Messages.SigningSecrets_acceptedTypes();
    }

    private SigningKey make(StandardCredentials credential, String id) throws AbortException {
        try {
            if (credential instanceof SSHUserPrivateKey key
                    && !key.getPrivateKeys().isEmpty()) {
                Secret passphrase = key.getPassphrase();
                String text = passphrase == null ? "" : passphrase.getPlainText();
                masks.add(text);
                String privateKey = key.getPrivateKeys().get(0);
                mask(privateKey);
                return SigningKey.ssh(privateKey, text.isEmpty() ? null : text);
            }
        } catch (GitException e) {
            throw new AbortException(masks.apply(Messages.SigningSecrets_unusable(id, e.getMessage())));
        }
        throw new AbortException(Messages.SigningSecrets_wrongType(
                id, credential.getDescriptor().getDisplayName(), lookup.searched(), acceptedTypes()));
    }

    private void mask(String privateKey) {
        privateKey
                .lines()
                .map(String::strip)
                .filter(line -> line.length() >= SHORTEST_MASK && !line.startsWith("-----"))
                .forEach(masks::add);
    }
}
