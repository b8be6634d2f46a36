package io.jenkins.plugins.fleetimagescan.credentials;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.registry.DockerConfig;
import io.jenkins.plugins.fleetimagescan.engine.registry.DockerConfigException;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryCredential;
import io.jenkins.plugins.fleetimagescan.engine.run.CredentialException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * Makes registry credentials out of the secrets that fleet.yaml names.
 *
 * <p>Who may change fleet.yaml may name any credential of the job there, together with any registry. So a credential
 * goes only where somebody else said that it may go: the hosts of its domain, the registry that the step or build step
 * names for it, the registries in a docker config. One that nobody bound is sent where fleet.yaml says, unless the
 * change is not trusted or the administrator wants bound credentials only.
 */
public final class RegistrySecrets {
    private static final int MAX_CONFIG_BYTES = 1 << 20;

    private final CredentialLookup lookup;
    private final List<SecretBinding> bindings;
    private final CredentialRules rules;
    private final boolean untrusted;
    private final Masks masks;
    private final Set<String> hints = new ConcurrentSkipListSet<>();

    /**
     * @param untrusted whether the files were changed by somebody who may not write to the repository
     * @param masks gets every secret that is given out
     */
    public RegistrySecrets(
            CredentialLookup lookup,
            List<SecretBinding> bindings,
            CredentialRules rules,
            boolean untrusted,
            Masks masks) {
        this.lookup = lookup;
        this.bindings = List.copyOf(bindings);
        this.rules = rules;
        this.untrusted = untrusted;
        this.masks = masks;
    }

    /** One sentence for each credential that was used without being bound to a registry. */
    public Set<String> hints() {
        return hints;
    }

    /**
     * @param secretName null means the registry's default credential, if it has one
     * @throws CredentialException naming the ID, where it was searched and what is accepted
     */
    @NonNull
    public RegistryCredential resolve(ImageReference image, @CheckForNull String secretName)
            throws CredentialException {
        CredentialRules.OfRegistry registry = rules.registry(image.registry());
        if (secretName == null) {
            return registry == null ? RegistryCredential.none() : defaultCredential(image, registry);
        }
        String scheme = scheme(registry);
        SecretBinding binding = binding(secretName, image.registry());
        String id = binding == null ? secretName : binding.effectiveCredentialsId();
        StandardCredentials credential = find(lookup, id, scheme, image);
        boolean bound = (binding != null && binding.getRegistry() != null)
                || isDockerConfig(credential)
                || Domains.limitsHosts(lookup, id, scheme);
        if (!bound) {
            checkUnbound(id, image.registry());
        }
        return give(lookup, credential, id, image);
    }

    /**
     * The default credential of a registry as an administrator enters it, before it is stored.
     *
     * @throws CredentialException as {@link #resolve}
     */
    @NonNull
    public static RegistryCredential ofRegistry(ImageReference image, CredentialRules.OfRegistry registry)
            throws CredentialException {
        CredentialLookup jenkins = CredentialLookup.ofJenkins();
        String id = registry.getCredentialsId();
        return id == null
                ? RegistryCredential.none()
                : make(jenkins, find(jenkins, id, scheme(registry), image), id, image);
    }

    private RegistryCredential defaultCredential(ImageReference image, CredentialRules.OfRegistry registry)
            throws CredentialException {
        CredentialLookup jenkins = CredentialLookup.ofJenkins();
        String id = registry.getCredentialsId();
        return id == null
                ? RegistryCredential.none()
                : give(jenkins, find(jenkins, id, scheme(registry), image), id, image);
    }

    /** Hides the secret in the log from now on, and records where the credential is used. */
    private RegistryCredential give(
            CredentialLookup finder, StandardCredentials credential, String id, ImageReference image)
            throws CredentialException {
        RegistryCredential made = make(finder, credential, id, image);
        made.spellings().forEach(masks::add);
        lookup.track(credential);
        return made;
    }

    private static String scheme(@CheckForNull CredentialRules.OfRegistry registry) {
        return registry != null && registry.isInsecure() ? "http" : "https";
    }

    /** The binding for the registry, or the one for any; null if the secret's name is the ID of its credential. */
    @CheckForNull
    private SecretBinding binding(String secretName, String registry) throws CredentialException {
        SecretBinding any = null;
        Set<String> others = new TreeSet<>();
        for (SecretBinding binding : bindings) {
            if (!binding.getName().equals(secretName)) {
                continue;
            }
            if (binding.isFor(registry)) {
                return binding;
            }
            if (binding.getRegistry() == null) {
                any = binding;
            } else {
                others.add(binding.getRegistry());
            }
        }
        if (any == null && !others.isEmpty()) {
            throw new CredentialException(
                    Messages.RegistrySecrets_boundElsewhere(secretName, String.join(", ", others), registry));
        }
        return any;
    }

    private static StandardCredentials find(CredentialLookup lookup, String id, String scheme, ImageReference image)
            throws CredentialException {
        StandardCredentials credential = Domains.find(lookup, id, scheme, image.registry());
        if (credential == null) {
            throw new CredentialException(
                    lookup.find(id, List.of()) == null
                            ? Messages.RegistrySecrets_notFound(id, lookup.searched(), acceptedTypes())
                            : Messages.RegistrySecrets_otherDomain(id, image.registry()));
        }
        return credential;
    }

    private void checkUnbound(String id, String registry) throws CredentialException {
        if (untrusted) {
            throw new CredentialException(Messages.RegistrySecrets_untrusted(id, registry));
        }
        if (rules.isOnlyBoundCredentials()) {
            throw new CredentialException(Messages.RegistrySecrets_onlyBound(id, registry));
        }
        hints.add(Messages.RegistrySecrets_hint(id, registry));
    }

    private static boolean isDockerConfig(StandardCredentials credential) {
        return credential instanceof FileCredentials
                || (credential instanceof StringCredentials text
                        && isJson(text.getSecret().getPlainText()));
    }

    private static boolean isJson(String text) {
        return text.stripLeading().startsWith("{");
    }

    private static RegistryCredential make(
            CredentialLookup lookup, StandardCredentials credential, String id, ImageReference image)
            throws CredentialException {
        if (credential instanceof StandardUsernamePasswordCredentials user) {
            return RegistryCredential.basic(
                    user.getUsername(), user.getPassword().getPlainText());
        }
        if (credential instanceof StringCredentials secret) {
            String text = secret.getSecret().getPlainText();
            if (isJson(text)) {
                return fromDockerConfig(text.getBytes(StandardCharsets.UTF_8), id, image);
            }
            return RegistryCredential.registryToken(text.strip());
        }
        if (credential instanceof FileCredentials file) {
            return fromDockerConfig(read(file, id), id, image);
        }
        throw new CredentialException(Messages.RegistrySecrets_wrongType(
                id, credential.getDescriptor().getDisplayName(), lookup.searched(), acceptedTypes()));
    }

    private static RegistryCredential fromDockerConfig(byte[] json, String id, ImageReference image)
            throws CredentialException {
        try {
            return DockerConfig.parse(json)
                    .find(image)
                    .orElseThrow(() -> new CredentialException(Messages.RegistrySecrets_noEntry(id, image.registry())));
        } catch (DockerConfigException e) {
            throw new CredentialException(Messages.RegistrySecrets_badConfig(id, e.getMessage()));
        }
    }

    private static byte[] read(FileCredentials file, String id) throws CredentialException {
        try (InputStream in = file.getContent()) {
            byte[] bytes = in.readNBytes(MAX_CONFIG_BYTES + 1);
            if (bytes.length > MAX_CONFIG_BYTES) {
                throw new CredentialException(Messages.RegistrySecrets_tooLarge(id));
            }
            return bytes;
        } catch (IOException e) {
            throw new CredentialException(Messages.RegistrySecrets_badConfig(id, e.getMessage()));
        }
    }

    private static String acceptedTypes() {
        return Messages.RegistrySecrets_acceptedTypes();
    }
}
