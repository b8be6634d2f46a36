package io.jenkins.plugins.fleetimagescan.configuration;

import hudson.util.FormValidation;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.policy.Explanation;
import io.jenkins.plugins.fleetimagescan.engine.policy.TagPolicy;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryClient;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryCredential;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryOptions;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Asks a registry while somebody waits in front of a form: once, and not for long. */
public final class RegistryProbe {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private RegistryProbe() {}

    /** Whether the tags of the image's repository can be listed, and how many there are. */
    public static FormValidation list(ImageReference image, RegistryOptions options, RegistryCredential credential) {
        try {
            int tags = tags(image, options, credential).size();
            return FormValidation.ok(Messages.RegistryProbe_listed(image.canonicalName(), tags));
        } catch (RegistryException e) {
            return FormValidation.error(e.getMessage());
        } catch (InterruptedException e) {
            return interrupted();
        }
    }

    /** Which tag the policy would choose now, and why. */
    public static FormValidation choose(
            ImageReference image, TagPolicy policy, RegistryOptions options, RegistryCredential credential) {
        try {
            Explanation explanation = policy.explain(tags(image, options, credential), Set.of());
            return explanation.chosen() == null
                    ? FormValidation.warning(explanation.summary())
                    : FormValidation.ok(explanation.summary());
        } catch (RegistryException e) {
            return FormValidation.error(e.getMessage());
        } catch (InterruptedException e) {
            return interrupted();
        }
    }

    private static List<String> tags(ImageReference image, RegistryOptions options, RegistryCredential credential)
            throws RegistryException, InterruptedException {
        try (RegistryClient client =
                new RegistryClient(options.withDeadline(DEADLINE).withAttempts(1))) {
            return client.tags(image, credential);
        }
    }

    private static FormValidation interrupted() {
        Thread.currentThread().interrupt();
        return FormValidation.error(Messages.RegistryProbe_interrupted());
    }
}
