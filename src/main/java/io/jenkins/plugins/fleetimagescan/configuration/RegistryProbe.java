package io.jenkins.plugins.fleetimagescan.configuration;

import hudson.util.FormValidation;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.policy.Explanation;
import io.jenkins.plugins.fleetimagescan.engine.policy.TagPolicy;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryClient;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryCredentials;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryOptions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Asks a registry while somebody waits in front of a form: once, and not for long. */
public final class RegistryProbe {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private RegistryProbe() {}

    /** Whether the tags of the image's repository can be listed, and how many there are; a mirror that fails is told. */
    public static FormValidation list(ImageReference image, RegistryOptions options, RegistryCredentials credentials) {
        List<String> failures = new CopyOnWriteArrayList<>();
        try {
            int tags = tags(image, options, credentials, failures::add).size();
            String listed = Messages.RegistryProbe_listed(image.canonicalName(), tags);
            return failures.isEmpty()
                    ? FormValidation.ok(listed)
                    : FormValidation.warning(String.join(" ", failures) + " " + listed);
        } catch (RegistryException e) {
            return FormValidation.error(e.getMessage());
        } catch (InterruptedException e) {
            return interrupted();
        }
    }

    /** Which tag the policy would choose now, and why. */
    public static FormValidation choose(
            ImageReference image, TagPolicy policy, RegistryOptions options, RegistryCredentials credentials) {
        try {
            Explanation explanation = policy.explain(tags(image, options, credentials, line -> {}), Set.of());
            return explanation.chosen() == null
                    ? FormValidation.warning(explanation.summary())
                    : FormValidation.ok(explanation.summary());
        } catch (RegistryException e) {
            return FormValidation.error(e.getMessage());
        } catch (InterruptedException e) {
            return interrupted();
        }
    }

    private static List<String> tags(
            ImageReference image, RegistryOptions options, RegistryCredentials credentials, Consumer<String> log)
            throws RegistryException, InterruptedException {
        try (RegistryClient client =
                new RegistryClient(options.withDeadline(DEADLINE).withAttempts(1), log)) {
            return client.tags(image, credentials);
        }
    }

    private static FormValidation interrupted() {
        Thread.currentThread().interrupt();
        return FormValidation.error(Messages.RegistryProbe_interrupted());
    }
}
