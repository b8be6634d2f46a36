package io.jenkins.plugins.fleetimagescan.credentials;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.AbortException;
import hudson.util.Secret;
import io.jenkins.plugins.fleetimagescan.engine.git.GitException;
import io.jenkins.plugins.fleetimagescan.engine.git.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** Makes the key that commits are signed with out of a Jenkins credential. */
public final class SigningSecrets {
    private static final int MAX_KEY_BYTES = 1 << 20;

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
            if (credential instanceof StringCredentials secret) {
                return openPgp(secret.getSecret().getPlainText());
            }
            if (credential instanceof FileCredentials file) {
                return openPgp(read(file, id));
            }
        } catch (GitException e) {
            throw new AbortException(masks.apply(Messages.SigningSecrets_unusable(id, e.getMessage())));
        }
        throw new AbortException(Messages.SigningSecrets_wrongType(
                id, credential.getDescriptor().getDisplayName(), lookup.searched(), acceptedTypes()));
    }

    /** These credentials have no place for a passphrase. */
    private SigningKey openPgp(String privateKey) throws GitException {
        mask(privateKey);
        return SigningKey.openPgp(privateKey, null);
    }

    private static String read(FileCredentials file, String id) throws AbortException {
        try (InputStream in = file.getContent()) {
            byte[] bytes = in.readNBytes(MAX_KEY_BYTES + 1);
            if (bytes.length > MAX_KEY_BYTES) {
                throw new AbortException(Messages.SigningSecrets_tooLarge(id));
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (AbortException e) {
            throw e;
        } catch (IOException e) {
            throw new AbortException(Messages.SigningSecrets_unusable(id, e.getMessage()));
        }
    }

    private void mask(String privateKey) {
        privateKey
                .lines()
                .map(String::strip)
                .filter(line -> line.length() >= SHORTEST_MASK && !line.startsWith("-----"))
                .forEach(masks::add);
    }
}
