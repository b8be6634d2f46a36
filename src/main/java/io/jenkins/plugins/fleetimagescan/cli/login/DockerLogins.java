package io.jenkins.plugins.fleetimagescan.cli.login;

import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.registry.DockerConfig;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryCredential;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What {@code docker login} left on this machine: the credentials of its config file and those that its helper
 * programs keep. For the command line only: nothing of Jenkins may start programs that a file names.
 */
public final class DockerLogins {
    /** The key under which docker login stores Docker Hub. */
    private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";

    private static final String PROGRAM_PREFIX = "docker-credential-";

    private final DockerConfig config;
    private final String programPrefix;

    /** Each helper is asked once for each registry: it may ask the user, or a cloud. */
    private final ConcurrentMap<String, Optional<RegistryCredential>> asked = new ConcurrentHashMap<>();

    public DockerLogins(DockerConfig config) {
        this(config, PROGRAM_PREFIX);
    }

    /** @param programPrefix what comes before the name of a helper; with a folder, that folder is used, not the path */
    DockerLogins(DockerConfig config, String programPrefix) {
        this.config = config;
        this.programPrefix = programPrefix;
    }

    /**
     * The credential for an image: of the helper for its registry, else of the helper for all registries, else of the
     * file itself. This is docker's own order.
     *
     * @throws CredentialHelperException if a helper cannot be started or fails; having no credential is no failure
     */
    public Optional<RegistryCredential> find(ImageReference image)
            throws CredentialHelperException, InterruptedException {
        Optional<String> helper = helperFor(image.registry()).or(config::credsStore);
        if (helper.isPresent()) {
            Optional<RegistryCredential> kept = ask(helper.get(), image.registry());
            if (kept.isPresent()) {
                return kept;
            }
        }
        return config.find(image);
    }

    private Optional<String> helperFor(String registry) {
        return config.credHelpers().entrySet().stream()
                .filter(entry -> registryOf(entry.getKey()).equals(registry))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String registryOf(String key) {
        return ImageReference.canonicalRegistry(
                key.replaceFirst("^https?://", "").replaceFirst("/.*$", ""));
    }

    private Optional<RegistryCredential> ask(String helper, String registry)
            throws CredentialHelperException, InterruptedException {
        Optional<RegistryCredential> known = asked.get(registry);
        if (known != null) {
            return known;
        }
        String key = registry.equals(ImageReference.DOCKER_HUB) ? DOCKER_HUB_KEY : registry;
        synchronized (this) {
            if (!asked.containsKey(registry)) {
                asked.put(registry, new CredentialHelper(programPrefix, helper).get(key));
            }
            return asked.get(registry);
        }
    }
}
