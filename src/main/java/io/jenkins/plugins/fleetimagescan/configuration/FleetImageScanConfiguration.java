package io.jenkins.plugins.fleetimagescan.configuration;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.BulkChange;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.model.PersistentDescriptor;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.fleetimagescan.credentials.CredentialRules;
import io.jenkins.plugins.fleetimagescan.engine.git.CommitMessage;
import io.jenkins.plugins.fleetimagescan.engine.git.GitException;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** What an administrator sets for all jobs: how to reach registries, and defaults of commits. */
@Extension
@Symbol("fleetImageScan")
public class FleetImageScanConfiguration extends GlobalConfiguration implements PersistentDescriptor, CredentialRules {
    /** Characters: fewer can be guessed. */
    private static final int MIN_SECRET = 16;

    /** An ArrayList: XStream writes the immutable lists of Java in a form that nobody wants to read. */
    private List<RegistryConfiguration> registries = new ArrayList<>();

    private boolean onlyBoundCredentials;
    private String authorName;
    private String authorEmail;
    private String messageTemplate;
    private Secret webhookSecret;

    @NonNull
    public static FleetImageScanConfiguration get() {
        return ExtensionList.lookupSingleton(FleetImageScanConfiguration.class);
    }

    @Override
    public String getDisplayName() {
        return Messages.FleetImageScanConfiguration_displayName();
    }

    /** What is set for this registry, or null. The host is compared in its one spelling: Docker Hub has many names. */
    @Override
    @CheckForNull
    public RegistryConfiguration registry(String host) {
        String wanted = ImageReference.canonicalRegistry(host);
        for (RegistryConfiguration registry : registries) {
            if (ImageReference.canonicalRegistry(registry.getHost()).equals(wanted)) {
                return registry;
            }
        }
        return null;
    }

    /** The same in the engine's terms, with the proxy of Jenkins. */
    @NonNull
    public RegistryOptions registryOptions() {
        RegistryOptions options = RegistryOptions.defaults().withProxy(JenkinsProxy.forRegistries());
        for (RegistryConfiguration registry : registries) {
            options = options.withRegistry(registry.settings());
        }
        return options;
    }

    @NonNull
    public List<RegistryConfiguration> getRegistries() {
        return registries;
    }

    @DataBoundSetter
    public void setRegistries(@CheckForNull List<RegistryConfiguration> registries) {
        this.registries = registries == null ? new ArrayList<>() : new ArrayList<>(registries);
        save();
    }

    @Override
    public boolean isOnlyBoundCredentials() {
        return onlyBoundCredentials;
    }

    @DataBoundSetter
    public void setOnlyBoundCredentials(boolean onlyBoundCredentials) {
        this.onlyBoundCredentials = onlyBoundCredentials;
        save();
    }

    @CheckForNull
    public String getAuthorName() {
        return authorName;
    }

    @DataBoundSetter
    public void setAuthorName(@CheckForNull String authorName) {
        this.authorName = Util.fixEmptyAndTrim(authorName);
        save();
    }

    @CheckForNull
    public String getAuthorEmail() {
        return authorEmail;
    }

    @DataBoundSetter
    public void setAuthorEmail(@CheckForNull String authorEmail) {
        this.authorEmail = Util.fixEmptyAndTrim(authorEmail);
        save();
    }

    @CheckForNull
    public String getMessageTemplate() {
        return messageTemplate;
    }

    @DataBoundSetter
    public void setMessageTemplate(@CheckForNull String messageTemplate) {
        this.messageTemplate = Util.fixEmptyAndTrim(messageTemplate);
        save();
    }

    /** What a caller of the webhook must know; null means that the webhook asks for nothing. */
    @CheckForNull
    public Secret getWebhookSecret() {
        return webhookSecret;
    }

    @DataBoundSetter
    public void setWebhookSecret(@CheckForNull Secret webhookSecret) {
        this.webhookSecret =
                webhookSecret == null || webhookSecret.getPlainText().isEmpty() ? null : webhookSecret;
        save();
    }

    @POST
    public FormValidation doCheckAuthorEmail(@QueryParameter String value) {
        String email = Util.fixEmptyAndTrim(value);
        return email == null || email.indexOf('@') > 0
                ? FormValidation.ok()
                : FormValidation.warning(Messages.FleetImageScanConfiguration_email(email));
    }

    @POST
    public FormValidation doCheckMessageTemplate(@QueryParameter String value) {
        return checkMessageTemplate(value);
    }

    @POST
    public FormValidation doCheckWebhookSecret(@QueryParameter String value) {
        String secret = Util.fixEmptyAndTrim(value);
        return secret == null
                ? FormValidation.warning(Messages.FleetImageScanConfiguration_noSecret())
                : Secret.fromString(secret).getPlainText().length() < MIN_SECRET
                        ? FormValidation.warning(
                                Messages.FleetImageScanConfiguration_shortSecret(String.valueOf(MIN_SECRET)))
                        : FormValidation.ok();
    }

    /** Whether a commit message can be made from this template. */
    public static FormValidation checkMessageTemplate(@CheckForNull String template) {
        try {
            CommitMessage.parse(Util.fixEmptyAndTrim(template));
            return FormValidation.ok();
        } catch (GitException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    @Override
    public boolean configure(StaplerRequest2 req, JSONObject json) throws FormException {
        try (BulkChange change = new BulkChange(this)) {
            // The form sends nothing for an empty list.
            registries = new ArrayList<>();
            req.bindJSON(this, json);
            change.commit();
        } catch (IOException e) {
            throw new FormException(e, "registries");
        }
        return true;
    }
}
