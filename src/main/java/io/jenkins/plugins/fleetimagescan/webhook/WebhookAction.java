package io.jenkins.plugins.fleetimagescan.webhook;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.UnprotectedRootAction;
import hudson.util.Secret;
import io.jenkins.plugins.fleetimagescan.configuration.FleetImageScanConfiguration;
import io.jenkins.plugins.fleetimagescan.trigger.ScanPolling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * {@code POST /fleet-image-scan-webhook/}: a registry tells that something was pushed. Nobody is logged in there, so
 * nothing is told but whether the request was understood, and nothing is done but to poll sooner.
 */
@Extension
public class WebhookAction implements UnprotectedRootAction {
    static final String URL_NAME = "fleet-image-scan-webhook";

    private static final Logger LOGGER = Logger.getLogger(WebhookAction.class.getName());

    private final WebhookReceiver receiver = new WebhookReceiver(
            WebhookAction::secret, images -> ScanPolling.get().pushed(images), System::nanoTime);

    @CheckForNull
    @Override
    public String getIconFileName() {
        return null;
    }

    @CheckForNull
    @Override
    public String getDisplayName() {
        return null;
    }

    @Override
    public String getUrlName() {
        return URL_NAME;
    }

    /** The method is judged by the receiver: a GET gets a sentence too. */
    public void doIndex(StaplerRequest2 req, StaplerResponse2 rsp) throws IOException {
        Delivery delivery = new Delivery(
                req.getMethod(),
                req.getRemoteAddr(),
                name -> req.getHeader(name),
                req.getQueryString(),
                req.getContentLengthLong(),
                req.getInputStream());
        WebhookReceiver.Answer answer = receiver.receive(delivery);
        LOGGER.log(
                Level.FINE, "{0}: {1} {2}", new Object[] {delivery, String.valueOf(answer.status()), answer.sentence()
                });
        send(answer, rsp);
    }

    private static void send(WebhookReceiver.Answer answer, StaplerResponse2 rsp) throws IOException {
        rsp.setStatus(answer.status());
        if (answer.status() == 405) {
            rsp.setHeader("Allow", "POST");
        }
        if (!answer.retryAfter().isZero()) {
            rsp.setHeader("Retry-After", String.valueOf(answer.retryAfter().toSeconds() + 1));
        }
        rsp.setContentType("text/plain;charset=UTF-8");
        rsp.getOutputStream().write((answer.sentence() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @CheckForNull
    private static SharedSecret secret() {
        Secret secret = FleetImageScanConfiguration.get().getWebhookSecret();
        return secret == null ? null : new SharedSecret(secret.getPlainText());
    }
}
