package io.jenkins.plugins.fleetimagescan.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.ListView;
import io.jenkins.plugins.fleetimagescan.FleetImageScanBuilder;
import io.jenkins.plugins.fleetimagescan.FleetImageScanStep;
import io.jenkins.plugins.fleetimagescan.configuration.FleetImageScanConfiguration;
import io.jenkins.plugins.fleetimagescan.configuration.RegistryConfiguration;
import io.jenkins.plugins.fleetimagescan.credentials.SecretBinding;
import io.jenkins.plugins.fleetimagescan.trigger.FleetImageScanTrigger;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** Who gets what at every URL of the plugin: anonymous, reader, builder, configurer and administrator. */
public class PagePermissionsTest {
    @ClassRule
    public static final JenkinsRule J = new JenkinsRule();

    static {
        J.timeout = 900;
    }

    private static final List<String> USERS = List.of("anonymous", "reader", "builder", "configurer", "administrator");

    private static FreeStyleProject job;
    private static FreeStyleBuild build;

    @BeforeClass
    public static void jenkinsWithUsers() throws Exception {
        job = J.createFreeStyleProject("images");
        build = J.buildAndAssertSuccess(job);
        ImageScanAction.record(build, SampleReports.updated("1.5.0"), List.of(), false);
        FleetImageScanTrigger trigger = new FleetImageScanTrigger();
        trigger.setInterval("1000h");
        job.addTrigger(trigger);
        trigger.start(job, true);
        job.doReload();
        ListView view = new ListView("images-view", J.jenkins);
        view.getColumns().add(new ImageScanColumn());
        view.add(job);
        J.jenkins.addView(view);
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "hidden-id", "", "user", "pass"));
        J.jenkins.setSecurityRealm(J.createDummySecurityRealm());
        J.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader", "builder", "configurer")
                .grant(Item.BUILD)
                .everywhere()
                .to("builder", "configurer")
                .grant(Item.CONFIGURE, Item.EXTENDED_READ)
                .everywhere()
                .to("configurer")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("administrator"));
    }

    private record Row(HttpMethod method, String url, List<Integer> expected) {
        static Row get(String url, Integer... expected) {
            return new Row(HttpMethod.GET, url, List.of(expected));
        }

        static Row post(String url, Integer... expected) {
            return new Row(HttpMethod.POST, url, List.of(expected));
        }
    }

    @Test
    public void everyUrlAsksForItsPermission() throws Exception {
        String page = build.getUrl() + "fleet-image-scan/";
        String jobPage = job.getUrl() + "fleet-image-scan/";
        String polling = job.getUrl() + "fleet-image-scan-polling/";
        String step = job.getUrl() + descriptor(FleetImageScanStep.class);
        String builder = job.getUrl() + descriptor(FleetImageScanBuilder.class);
        String secret = job.getUrl() + descriptor(SecretBinding.class);
        String registry = descriptor(RegistryConfiguration.class);
        String configuration = descriptor(FleetImageScanConfiguration.class);
        List<Row> rows = List.of(
                // anonymous, reader, builder, configurer, administrator
                Row.get(page, 403, 200, 200, 200, 200),
                Row.get(page + "1/", 403, 200, 200, 200, 200),
                Row.get(page + "1/diff", 403, 200, 200, 200, 200),
                Row.get(page + "api/json", 403, 200, 200, 200, 200),
                Row.get(page + "1/api/json", 403, 200, 200, 200, 200),
                Row.get(jobPage, 403, 200, 200, 200, 200),
                Row.get(jobPage + "api/json", 403, 200, 200, 200, 200),
                Row.get(polling, 403, 200, 200, 200, 200),
                Row.get("view/images-view/", 403, 200, 200, 200, 200),
                Row.post(jobPage + "scanNow", 403, 403, 302, 302, 302),
                Row.get(jobPage + "scanNow", 403, 405, 405, 405, 405),
                Row.post(polling + "scanNow", 403, 403, 302, 302, 302),
                Row.get(polling + "scanNow", 403, 405, 405, 405, 405),
                Row.post(step + "/tryPolicy?tryImage=", 403, 403, 403, 200, 200),
                Row.get(step + "/tryPolicy?tryImage=", 403, 404, 404, 404, 404),
                Row.post(builder + "/tryPolicy?tryImage=", 403, 403, 403, 200, 200),
                Row.post(descriptor(FleetImageScanStep.class) + "/tryPolicy?tryImage=", 403, 403, 403, 403, 200),
                Row.post(registry + "/test?host=x&testRepository=", 403, 403, 403, 403, 200),
                Row.get(registry + "/test?host=x&testRepository=", 403, 404, 404, 404, 404),
                Row.post(registry + "/checkHost?value=x", 403, 200, 200, 200, 200),
                Row.get(registry + "/checkHost?value=x", 403, 404, 404, 404, 404),
                Row.post(secret + "/checkRegistry?value=x", 403, 200, 200, 200, 200),
                Row.post(configuration + "/checkMessageTemplate?value=x", 403, 200, 200, 200, 200),
                Row.get("manage/configure", 403, 403, 403, 403, 200));
        List<String> wrong = new ArrayList<>();
        for (Row row : rows) {
            for (int i = 0; i < USERS.size(); i++) {
                int status = status(USERS.get(i), row.method(), row.url());
                if (status != row.expected().get(i)) {
                    wrong.add(row.method() + " " + row.url() + " as " + USERS.get(i) + ": " + status + ", not "
                            + row.expected().get(i));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    public void credentialsAreListedForThoseWhoMaySeeThem() throws Exception {
        String inJob = job.getUrl() + descriptor(SecretBinding.class) + "/fillCredentialsIdItems?credentialsId=kept";
        String git = job.getUrl() + descriptor(FleetImageScanBuilder.class)
                + "/fillCredentialsIdItems?credentialsId=kept&repo=";
        String global = descriptor(RegistryConfiguration.class) + "/fillCredentialsIdItems?credentialsId=kept";
        for (String url : List.of(inJob, git)) {
            assertThat(body("reader", url)).doesNotContain("hidden-id").contains("kept");
            assertThat(body("builder", url)).doesNotContain("hidden-id").contains("kept");
            assertThat(body("configurer", url)).contains("hidden-id", "kept");
            assertThat(body("administrator", url)).contains("hidden-id", "kept");
        }
        assertThat(body("configurer", global)).doesNotContain("hidden-id").contains("kept");
        assertThat(body("administrator", global)).contains("hidden-id", "kept");
    }

    @Test
    public void checksDoNotTellWhichCredentialsThereAre() throws Exception {
        String check = job.getUrl() + descriptor(SecretBinding.class) + "/checkCredentialsId?value=";
        assertThat(body("reader", check + "no-such-id")).isEqualTo(body("reader", check + "hidden-id"));
        assertThat(body("configurer", check + "no-such-id")).contains("no-such-id");
    }

    @Test
    public void scanNowIsShownToThoseWhoMayBuild() throws Exception {
        for (String user : USERS.subList(1, USERS.size())) {
            try (JenkinsRule.WebClient client = client(user)) {
                String html = client.goTo(job.getUrl() + "fleet-image-scan/")
                        .getWebResponse()
                        .getContentAsString();
                assertThat(html.contains("action=\"scanNow\"")).as(user).isEqualTo(!user.equals("reader"));
            }
        }
    }

    private static String descriptor(Class<?> type) {
        return "descriptorByName/" + type.getName();
    }

    private static int status(String user, HttpMethod method, String url) throws Exception {
        try (JenkinsRule.WebClient client = client(user)) {
            return send(client, method, url).getWebResponse().getStatusCode();
        }
    }

    private static String body(String user, String url) throws Exception {
        try (JenkinsRule.WebClient client = client(user)) {
            return send(client, HttpMethod.POST, url).getWebResponse().getContentAsString();
        }
    }

    private static Page send(JenkinsRule.WebClient client, HttpMethod method, String url) throws Exception {
        WebRequest request = new WebRequest(new URL(J.getURL(), url), method);
        if (method == HttpMethod.POST) {
            client.addCrumb(request);
        }
        return client.getPage(request);
    }

    private static JenkinsRule.WebClient client(String user) throws Exception {
        JenkinsRule.WebClient client = J.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        client.getOptions().setJavaScriptEnabled(false);
        client.getOptions().setRedirectEnabled(false);
        // The answer to those who are not logged in leads to the login page.
        client.setRefreshHandler((page, url, seconds) -> {});
        if (!user.equals("anonymous")) {
            client.withBasicCredentials(user);
        }
        return client;
    }
}
