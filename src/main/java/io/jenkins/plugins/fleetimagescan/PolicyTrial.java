package io.jenkins.plugins.fleetimagescan;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.fleetimagescan.configuration.FleetImageScanConfiguration;
import io.jenkins.plugins.fleetimagescan.configuration.RegistryProbe;
import io.jenkins.plugins.fleetimagescan.credentials.CredentialLookup;
import io.jenkins.plugins.fleetimagescan.credentials.Masks;
import io.jenkins.plugins.fleetimagescan.credentials.RegistrySecrets;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.image.InvalidImageException;
import io.jenkins.plugins.fleetimagescan.engine.policy.PolicyException;
import io.jenkins.plugins.fleetimagescan.engine.policy.PolicySpec;
import io.jenkins.plugins.fleetimagescan.engine.policy.TagPolicy;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryCredentials;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryOptions;
import io.jenkins.plugins.fleetimagescan.engine.run.CredentialException;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;

/** Tries a policy on the tags that a registry has now, from a form. */
final class PolicyTrial {
    private static final String SEMVER = "semver";
    private static final String ALPHABETICAL = "alphabetical";
    private static final String NUMERICAL = "numerical";

    private PolicyTrial() {}

    static ListBoxModel kinds() {
        ListBoxModel model = new ListBoxModel();
        model.add(Messages.PolicyTrial_semver(), SEMVER);
        model.add(Messages.PolicyTrial_alphabetical(), ALPHABETICAL);
        model.add(Messages.PolicyTrial_numerical(), NUMERICAL);
        return model;
    }

    /** @param value the range, or the order */
    static PolicySpec spec(
            @CheckForNull String kind,
            @CheckForNull String value,
            @CheckForNull String pattern,
            @CheckForNull String extract) {
        String text = Util.fixEmptyAndTrim(value);
        PolicySpec spec =
                switch (Util.fixNull(kind)) {
                    case ALPHABETICAL -> PolicySpec.alphabetical(Util.fixNull(text));
                    case NUMERICAL -> PolicySpec.numerical(Util.fixNull(text));
                    default -> PolicySpec.semver(text == null ? "*" : text);
                };
        String filter = Util.fixEmptyAndTrim(pattern);
        return filter == null ? spec : spec.filtered(filter, Util.fixEmptyAndTrim(extract));
    }

    /** With the credentials and under the rules of a build of the job; of Jenkins where there is no job. */
    static FormValidation run(
            @CheckForNull Item item, @CheckForNull String name, @CheckForNull String secret, PolicySpec spec) {
        if (item == null) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        } else {
            item.checkPermission(Item.CONFIGURE);
        }
        String text = Util.fixEmptyAndTrim(name);
        if (text == null) {
            return FormValidation.warning(Messages.PolicyTrial_imageMissing());
        }
        FleetImageScanConfiguration configuration = FleetImageScanConfiguration.get();
        CredentialLookup lookup = item == null ? CredentialLookup.ofJenkins() : CredentialLookup.of(item);
        try {
            ImageReference image = ImageReference.parse(text);
            TagPolicy policy = TagPolicy.of(spec);
            RegistrySecrets secrets = new RegistrySecrets(lookup, List.of(), configuration, false, new Masks());
            RegistryOptions options = configuration.registryOptions();
            RegistryCredentials credentials =
                    RegistryCredentials.of(secrets.resolve(image, Util.fixEmptyAndTrim(secret)));
            Optional<ImageReference> mirrored = options.mirrored(image);
            if (mirrored.isPresent()) {
                credentials = credentials.withMirror(secrets.resolve(mirrored.get(), null));
            }
            return RegistryProbe.choose(image, policy, options, credentials);
        } catch (InvalidImageException | PolicyException | CredentialException | IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        }
    }
}
