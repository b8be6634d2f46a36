package io.jenkins.plugins.fleetimagescan.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.util.Secret;
import io.jenkins.plugins.fleetimagescan.configuration.FleetImageScanConfiguration;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.logging.Level;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LoggerRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** Over HTTP, in a Jenkins in which strangers may do nothing. */
public class WebhookActionTest {
    private static final String PATH = "fleet-image-scan-webhook/";
    private static final String BODY = "{\"image\": \"redis\"}";

    @Rule
    public final JenkinsRule j = new JenkinsRule();

    @Rule
    public final LoggerRule log =
            new LoggerRule().record(WebhookAction.class, Level.FINE).capture(100);

    private final HttpClient http = HttpClient.newHttpClient();

    @Before
    public void secure() throws Exception {
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy());
        j.jenkins.setCrumbIssuer(new hudson.security.csrf.DefaultCrumbIssuer(false));
        FreeStyleProject job = j.createFreeStyleProject("secret-job-name");
        job.save();
    }

    private HttpRequest.Builder request(String path) throws Exception {
        return HttpRequest.newBuilder(URI.create(j.getURL() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    @Test
    public void strangersMayPostWithoutACrumb() throws Exception {
        HttpResponse<String> answer = post(PATH, BODY);
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("Accepted.\n");
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(log.getMessages()).containsExactly("POST from 127.0.0.1: 202 Accepted.");
    }

    @Test
    public void onlyThisUrlIsExempt() throws Exception {
        for (String path : new String[] {
            "fleet-image-scan-webhook/x", "fleet-image-scan-webhookx/", "fleet-image-scan-webhook/../scriptText"
        }) {
            assertThat(post(path, BODY).statusCode()).as(path).isIn(400, 403, 404);
        }
    }

    @Test
    public void aGetIsToldWhatToDo() throws Exception {
        HttpResponse<String> answer = send(request(PATH).GET());
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
        assertThat(answer.body()).isEqualTo("Send notifications with POST.\n");
    }

    @Test
    public void theSecretOfTheConfigurationIsAskedFor() throws Exception {
        FleetImageScanConfiguration.get().setWebhookSecret(Secret.fromString("s3cr3t"));
        assertThat(post(PATH, BODY).statusCode()).isEqualTo(401);
        assertThat(post(PATH + "?secret=wrong", BODY).statusCode()).isEqualTo(401);
        assertThat(post(PATH + "?secret=s3cr3t", BODY).statusCode()).isEqualTo(202);
        assertThat(post(PATH, BODY, "X-Webhook-Secret", "s3cr3t").statusCode()).isEqualTo(202);
        assertThat(post(PATH, BODY, "Authorization", "Bearer s3cr3t").statusCode())
                .isEqualTo(202);
        assertThat(String.join("\n", log.getMessages())).doesNotContain("s3cr3t");
        assertThat(FleetImageScanConfiguration.get().getWebhookSecret().getEncryptedValue())
                .doesNotContain("s3cr3t");
    }

    @Test
    public void oversizedAndMalformedBodiesGetOneSentence() throws Exception {
        HttpResponse<String> large = post(PATH, " ".repeat(WebhookReceiver.MAX_BYTES + 1));
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.body()).isEqualTo("The body is larger than 1048576 bytes.\n");
        HttpResponse<String> form = post(
                PATH, "payload=%7B%22image%22%3A%22redis%22%7D", "Content-Type", "application/x-www-form-urlencoded");
        assertThat(form.statusCode()).isEqualTo(400);
        assertThat(form.body()).isEqualTo("The body is not JSON.\n");
    }
}
