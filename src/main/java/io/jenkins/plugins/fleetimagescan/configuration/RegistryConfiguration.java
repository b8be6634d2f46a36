package io.jenkins.plugins.fleetimagescan.configuration;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.fleetimagescan.credentials.CredentialForms;
import io.jenkins.plugins.fleetimagescan.credentials.CredentialRules;
import io.jenkins.plugins.fleetimagescan.credentials.RegistrySecrets;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.image.InvalidImageException;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryCredential;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryCredentials;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryOptions;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistrySettings;
import io.jenkins.plugins.fleetimagescan.engine.run.CredentialException;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** How to reach one registry. */
public class RegistryConfiguration implements Describable<RegistryConfiguration>, CredentialRules.OfRegistry {
    private final String host;
    private boolean insecure;
    private String caCertificate;
    private String credentialsId;
    private Integer concurrency;
    private String mirror;

    @DataBoundConstructor
    public RegistryConfiguration(@CheckForNull String host) {
        this.host = Util.fixNull(host).trim();
    }

    /** As in image names: host and optional port, {@code docker.io} for Docker Hub. */
    @NonNull
    public String getHost() {
        return host;
    }

    @Override
    public boolean isInsecure() {
        return insecure;
    }

    @DataBoundSetter
    public void setInsecure(boolean insecure) {
        this.insecure = insecure;
    }

    /** Certificates in PEM form that are trusted for this registry in addition to those of Java. */
    @CheckForNull
    public String getCaCertificate() {
        return caCertificate;
    }

    @DataBoundSetter
    public void setCaCertificate(@CheckForNull String caCertificate) {
        this.caCertificate = Util.fixEmptyAndTrim(caCertificate);
    }

    @Override
    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(@CheckForNull String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** How many requests a run sends to this registry at the same time; null means the usual number. */
    @CheckForNull
    public Integer getConcurrency() {
        return concurrency;
    }

    @DataBoundSetter
    public void setConcurrency(@CheckForNull Integer concurrency) {
        this.concurrency = concurrency;
    }

    /** Host and optional port of a mirror that is asked instead; null for none. */
    @CheckForNull
    public String getMirror() {
        return mirror;
    }

    @DataBoundSetter
    public void setMirror(@CheckForNull String mirror) {
        this.mirror = Util.fixEmptyAndTrim(mirror);
    }

    /** The same in the engine's terms, without the credential, which is looked up when it is needed. */
    RegistrySettings settings() {
        return new RegistrySettings(
                host,
                insecure,
                caCertificate,
                concurrency == null ? RegistrySettings.DEFAULT_CONCURRENCY : concurrency,
                mirror,
                RegistryCredential.none());
    }

    /** The default credentials of this registry, as it is entered now, and of its mirror, as that is set. */
    private RegistryCredentials credentials(ImageReference image, Optional<ImageReference> mirrored)
            throws CredentialException {
        RegistryCredentials own = RegistryCredentials.of(RegistrySecrets.ofRegistry(image, this));
        if (mirrored.isEmpty()) {
            return own;
        }
        RegistryConfiguration mirrorSettings = mirrored.get().registry().equals(image.registry())
                ? this
                : FleetImageScanConfiguration.get().registry(mirrored.get().registry());
        return mirrorSettings == null
                ? own
                : own.withMirror(RegistrySecrets.ofRegistry(mirrored.get(), mirrorSettings));
    }

    @Extension
    public static class DescriptorImpl extends Descriptor<RegistryConfiguration> {
        private static final int MAX_CONCURRENCY = 64;

        /** Stands for the registry where only another part is checked. */
        private static final RegistrySettings ANY = RegistrySettings.of("registry.example.com");

        @Override
        public String getDisplayName() {
            return Messages.RegistryConfiguration_displayName();
        }

        @POST
        public FormValidation doCheckHost(@QueryParameter String value) {
            String host = Util.fixEmptyAndTrim(value);
            return host == null
                    ? FormValidation.error(Messages.RegistryConfiguration_hostMissing())
                    : check(() -> RegistrySettings.of(host));
        }

        @POST
        public FormValidation doCheckCaCertificate(@QueryParameter String value) {
            return check(() -> ANY.withCaCertificates(value));
        }

        @POST
        public FormValidation doCheckMirror(@QueryParameter String value) {
            return check(() -> ANY.withMirror(Util.fixEmptyAndTrim(value)));
        }

        @POST
        public FormValidation doCheckConcurrency(@QueryParameter String value) {
            String number = Util.fixEmptyAndTrim(value);
            if (number == null) {
                return FormValidation.ok();
            }
            try {
                int concurrency = Integer.parseInt(number);
                return concurrency >= 1 && concurrency <= MAX_CONCURRENCY
                        ? FormValidation.ok()
                        : FormValidation.error(Messages.RegistryConfiguration_concurrency(MAX_CONCURRENCY));
            } catch (NumberFormatException e) {
                return FormValidation.error(Messages.RegistryConfiguration_concurrency(MAX_CONCURRENCY));
            }
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            return CredentialForms.registryCredentials(null, credentialsId);
        }

        @POST
        public FormValidation doCheckCredentialsId(@QueryParameter String value) {
            return CredentialForms.checkRegistryCredential(null, value);
        }

        /** Lists the tags of a repository with the settings that are in the form now. */
        @POST
        public FormValidation doTest(
                @QueryParameter String host,
                @QueryParameter String credentialsId,
                @QueryParameter boolean insecure,
                @QueryParameter String caCertificate,
                @QueryParameter String mirror,
                @QueryParameter String testRepository) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            String repository = Util.fixEmptyAndTrim(testRepository);
            if (repository == null) {
                return FormValidation.warning(Messages.RegistryConfiguration_repositoryMissing());
            }
            RegistryConfiguration entered = new RegistryConfiguration(host);
            entered.setInsecure(insecure);
            entered.setCaCertificate(caCertificate);
            entered.setCredentialsId(credentialsId);
            entered.setMirror(mirror);
            try {
                ImageReference image = ImageReference.parse(entered.getHost() + "/" + repository);
                RegistryOptions options =
                        FleetImageScanConfiguration.get().registryOptions().withRegistry(entered.settings());
                if (!ImageReference.canonicalRegistry(entered.getHost()).equals(image.registry())) {
                    return FormValidation.error(Messages.RegistryConfiguration_notInNames(entered.getHost()));
                }
                return RegistryProbe.list(image, options, entered.credentials(image, options.mirrored(image)));
            } catch (InvalidImageException | CredentialException | IllegalArgumentException e) {
                return FormValidation.error(e.getMessage());
            }
        }

        private static FormValidation check(Runnable settings) {
            try {
                settings.run();
                return FormValidation.ok();
            } catch (IllegalArgumentException e) {
                return FormValidation.error(e.getMessage());
            }
        }
    }
}
