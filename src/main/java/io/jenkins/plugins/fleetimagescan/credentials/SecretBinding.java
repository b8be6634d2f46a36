package io.jenkins.plugins.fleetimagescan.credentials;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistrySettings;
import java.io.Serializable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

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

        @POST
        public FormValidation doCheckName(@QueryParameter String value) {
            return Util.fixEmptyAndTrim(value) == null
                    ? FormValidation.error(Messages.SecretBinding_nameMissing())
                    : FormValidation.ok();
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
            return CredentialForms.registryCredentials(item, credentialsId);
        }

        @POST
        public FormValidation doCheckCredentialsId(@AncestorInPath Item item, @QueryParameter String value) {
            return CredentialForms.checkRegistryCredential(item, value);
        }

        @POST
        public FormValidation doCheckRegistry(@QueryParameter String value) {
            String host = Util.fixEmptyAndTrim(value);
            if (host == null) {
                return FormValidation.ok();
            }
            try {
                RegistrySettings.of(host);
                return FormValidation.ok();
            } catch (IllegalArgumentException e) {
                return FormValidation.error(e.getMessage());
            }
        }
    }
}
