package io.jenkins.plugins.fleetimagescan.engine.registry;

/**
 * What one question may bring along. Neither is ever used for the other.
 *
 * @param registry for the image's own registry and its token server
 * @param mirror for the registry's mirror, where it has one, and that one's token server
 */
public record RegistryCredentials(RegistryCredential registry, RegistryCredential mirror) {
    public static RegistryCredentials of(RegistryCredential registry) {
        return new RegistryCredentials(registry, RegistryCredential.none());
    }

    public RegistryCredentials withMirror(RegistryCredential mirror) {
        return new RegistryCredentials(registry, mirror);
    }
}
