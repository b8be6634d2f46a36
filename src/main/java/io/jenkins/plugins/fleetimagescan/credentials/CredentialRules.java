package io.jenkins.plugins.fleetimagescan.credentials;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/** What an administrator rules about the credentials of registries. The global configuration has it. */
public interface CredentialRules {
    /** The rules for this registry, in whatever spelling of its host; null if there are none. */
    @CheckForNull
    OfRegistry registry(String host);

    /** Whether a credential that is bound to no registry is refused rather than sent where fleet.yaml says. */
    boolean isOnlyBoundCredentials();

    /** What is set for one registry. */
    interface OfRegistry {
        /** Whether plain HTTP is used. */
        boolean isInsecure();

        /** ID of a credential of Jenkins itself for scans that name no secret; null for none. */
        @CheckForNull
        String getCredentialsId();
    }
}
