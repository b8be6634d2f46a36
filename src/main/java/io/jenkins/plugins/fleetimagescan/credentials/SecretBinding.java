package io.jenkins.plugins.fleetimagescan.credentials;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import java.io.Serializable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The Jenkins credential for a secret that fleet.yaml names, and the registry that it is for. */
public class SecretBinding implements Describable<SecretBinding>, Serializable {
    private static final long serialVersionUID = 1;

    private final String name;
    private String credentialsId;
    private String registry;

    @DataBoundConstructor
    public SecretBinding(@CheckForNull String name) {
        this.name = Util.fixNull(name).trim();
    }

    /** {@code secretRef.name} of fleet.yaml. */
    @NonNull
    public String getName() {
        return name;
    }

    /** Null where the ID is the name of the secret. */
    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(@CheckForNull String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** Host and optional port of the only registry that may get the credential; null for no such limit. */
    @CheckForNull
    public String getRegistry() {
        return registry;
    }

    @DataBoundSetter
    public void setRegistry(@CheckForNull String registry) {
        this.registry = Util.fixEmptyAndTrim(registry);
    }

    String effectiveCredentialsId() {
        return credentialsId == null ? name : credentialsId;
    }

    boolean isFor(String canonicalRegistry) {
        return registry != null && ImageReference.canonicalRegistry(registry).equals(canonicalRegistry);
    }

    @Extension
    public static class DescriptorImpl extends Descriptor<SecretBinding> {
        @Override
        public String getDisplayName() {
            return Messages.SecretBinding_displayName();
        }
    }
}
