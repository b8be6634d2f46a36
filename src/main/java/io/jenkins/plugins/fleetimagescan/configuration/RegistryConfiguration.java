package io.jenkins.plugins.fleetimagescan.configuration;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryCredential;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistrySettings;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** How to reach one registry. */
public class RegistryConfiguration implements Describable<RegistryConfiguration> {
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

    /** Whether plain HTTP is used. */
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

    /** ID of a credential of Jenkins itself for scans that name no secret. */
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

    @Extension
    public static class DescriptorImpl extends Descriptor<RegistryConfiguration> {
        @Override
        public String getDisplayName() {
            return Messages.RegistryConfiguration_displayName();
        }
    }
}
