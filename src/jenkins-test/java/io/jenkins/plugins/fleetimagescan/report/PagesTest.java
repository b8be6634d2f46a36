package io.jenkins.plugins.fleetimagescan.report;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ListView;
import hudson.plugins.git.BranchSpec;
import hudson.plugins.git.GitSCM;
import hudson.plugins.git.UserRemoteConfig;
import hudson.plugins.git.browser.GithubWeb;
import io.jenkins.plugins.fleetimagescan.engine.run.RunReport;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import net.sf.json.JSONObject;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlPage;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;

/** The pages of builds and jobs, as a browser gets them. */
public class PagesTest {
    @ClassRule
    public static final JenkinsRule J = new JenkinsRule();

    static {
        J.timeout = 900;
    }

    private static FreeStyleBuild build(FreeStyleProject job, RunReport... reports) throws Exception {
        FreeStyleBuild build = J.buildAndAssertSuccess(job);
        for (RunReport report : reports) {
            ImageScanAction.record(build, report, List.of(), false);
        }
        return build;
    }

    private static FreeStyleProject job() throws Exception {
        return J.createFreeStyleProject();
    }

    /** The answer as it was sent: without what scripts make of it. */
    private static String html(String url) throws Exception {
        try (JenkinsRule.WebClient client = client()) {
            return client.goTo(url).getWebResponse().getContentAsString();
        }
    }

    private static JenkinsRule.WebClient client() {
        JenkinsRule.WebClient client = J.createWebClient();
        client.getOptions().setJavaScriptEnabled(false);
        return client;
    }

    @Test
    public void summaryTellsWhatWasCheckedAndChanged() throws Exception {
        FreeStyleBuild build = build(job(), SampleReports.updated("1.5.0"));
        String html = html(build.getUrl());
        assertThat(html)
                .contains("1 image checked, 1 updated")
                .contains("shop/deployment.yaml:20")
                .contains(SampleReports.COMMIT.substring(0, 10))
                .contains("fleet-image-scan/");
    }

    @Test
    public void pageHasTheTableAndTheDiff() throws Exception {
        FreeStyleBuild build = build(job(), SampleReports.updated("1.5.0"));
        String html = html(build.getUrl() + "fleet-image-scan/");
        assertThat(html)
                .contains("localhost:1/example/shop")
                .contains("semver >=1</code>")
                .contains("newest of 34 tags")
                .contains("2.0.0-rc.9")
                .contains("4c1f0b2a9d3e")
                .contains("<del>-image: shop:1.0.0</del><ins>+image: shop:1.5.0</ins>")
                .contains("<th scope=\"col\">");
    }

    @Test
    public void pagesNeedNoInlineScriptOrStyle() throws Exception {
        FreeStyleProject job = job();
        FreeStyleBuild build = build(job, SampleReports.updated("1.5.0"));
        for (String url : List.of(build.getUrl() + "fleet-image-scan/", job.getUrl() + "fleet-image-scan/")) {
            String html = html(url);
            String main = html.substring(html.indexOf("id=\"main-panel\""));
            main = main.substring(0, main.indexOf("<footer"));
            assertThat(main)
                    .doesNotContain("<style")
                    .doesNotContainPattern("\\son[a-z]+=\"")
                    .doesNotContain(" style=\"");
            assertThat(main).doesNotContainPattern("<script(?![^>]*\\bsrc=)");
        }
    }

    @Test
    public void everyRunOfABuildHasItsPage() throws Exception {
        FreeStyleBuild build = build(job(), SampleReports.updated("1.5.0"), SampleReports.updated("1.6.0"));
        assertThat(html(build.getUrl() + "fleet-image-scan/")).contains("Run 1").contains("Run 2");
        assertThat(html(build.getUrl() + "fleet-image-scan/2/"))
                .contains("1.6.0")
                .doesNotContain("shop:1.5.0");
        assertThat(html(build.getUrl())).contains("1.5.0").contains("1.6.0");
        try (JenkinsRule.WebClient client = client()) {
            client.assertFails(build.getUrl() + "fleet-image-scan/3/", 404);
        }
    }

    @Test
    public void aLostReportIsTold() throws Exception {
        FreeStyleBuild build = build(job(), SampleReports.updated("1.5.0"));
        Files.delete(build.getRootDir().toPath().resolve("fleet-image-scan/1.json"));
        assertThat(html(build.getUrl() + "fleet-image-scan/")).contains("cannot be read or was deleted");
        assertThat(html(build.getUrl())).contains("fleet-image-scan/");
    }

    @Test
    public void jobShowsTheStateOfItsScansAndTheHistory() throws Exception {
        FreeStyleProject job = job();
        build(job, SampleReports.updated("1.4.0"));
        FreeStyleBuild second = build(job, SampleReports.updated("1.5.0"));
        build(job);
        String html = html(job.getUrl() + "fleet-image-scan/");
        assertThat(html)
                .contains("1 image, no errors as of")
                .contains("<code>ghcr</code>")
                .contains("1.4.0")
                .contains(second.getUrl() + "fleet-image-scan/")
                .doesNotContain("or earlier");
        assertThat(html(job.getUrl())).contains("fleet-image-scan");
    }

    @Test
    public void otherJobsHaveNoPage() throws Exception {
        FreeStyleProject job = job();
        build(job);
        try (JenkinsRule.WebClient client = client()) {
            client.assertFails(job.getUrl() + "fleet-image-scan/", 404);
        }
    }

    @Test
    public void commitLeadsToTheBrowserOfTheRepository() throws Exception {
        FreeStyleProject job = job();
        FreeStyleBuild build = build(job, SampleReports.updated("1.5.0"));
        assertThat(html(build.getUrl())).doesNotContain("/commit/");
        job.setScm(git("https://bot@github.com/example/fleet-shop"));
        assertThat(html(build.getUrl()))
                .contains("href=\"https://github.com/example/fleet-shop/commit/" + SampleReports.COMMIT);
        job.setScm(git("https://github.com/example/another"));
        assertThat(html(build.getUrl())).as("a commit of another repository").doesNotContain("/commit/");
    }

    private static GitSCM git(String url) {
        return new GitSCM(
                List.of(new UserRemoteConfig(url, null, null, null)),
                List.of(new BranchSpec("*/main")),
                new GithubWeb("https://github.com/example/fleet-shop"),
                null,
                List.of());
    }

    @Test
    public void columnTellsTheLastScan() throws Exception {
        FreeStyleProject job = job();
        build(job, SampleReports.updated("1.5.0"));
        FreeStyleProject other = job();
        ListView view = new ListView("images", J.jenkins);
        view.getColumns().add(new ImageScanColumn());
        view.add(job);
        view.add(other);
        J.jenkins.addView(view);
        assertThat(html("view/images/")).contains("1 image checked, 1 updated").contains("–");
    }

    @Test
    public void hostileTextsStayTexts() throws Exception {
        String text = "<img src=x onerror=alert(1)>'\"&{{7*7}}${1+1}";
        FreeStyleProject job = job();
        FreeStyleBuild build = build(job, SampleReports.hostile(text));
        ListView view = new ListView("hostile", J.jenkins);
        view.getColumns().add(new ImageScanColumn());
        view.add(job);
        J.jenkins.addView(view);
        for (String url : List.of(
                build.getUrl(),
                build.getUrl() + "fleet-image-scan/",
                build.getUrl() + "fleet-image-scan/1/",
                job.getUrl(),
                job.getUrl() + "fleet-image-scan/",
                "view/hostile/")) {
            String html = html(url);
            assertThat(html).as(url).doesNotContain("<img src=x");
            assertThat(html).as(url).doesNotContain("7*7}}2");
        }
        assertThat(html(build.getUrl() + "fleet-image-scan/")).contains("&lt;img src=x onerror=alert(1)&gt;");
        build = build(job, SampleReports.hostile("x"), SampleReports.hostile(text));
        assertThat(html(build.getUrl() + "fleet-image-scan/")).doesNotContain("<img src=x");
    }

    @Test
    public void hostileTextsDoNothingInABrowser() throws Exception {
        FreeStyleProject job = job();
        FreeStyleBuild build = build(job, SampleReports.hostile("\"><script>document.title='pwned'</script>"));
        try (JenkinsRule.WebClient client = J.createWebClient()) {
            for (String url :
                    List.of(build.getUrl(), build.getUrl() + "fleet-image-scan/", job.getUrl() + "fleet-image-scan/")) {
                HtmlPage page = client.goTo(url);
                assertThat(page.getTitleText()).doesNotContain("pwned");
            }
        }
    }

    @Test
    public void remoteApiHasWhatThePageHas() throws Exception {
        FreeStyleProject job = job();
        FreeStyleBuild build = build(job, SampleReports.updated("1.5.0"));
        JSONObject all = J.getJSON(build.getUrl() + "fleet-image-scan/api/json").getJSONObject();
        JSONObject run = all.getJSONArray("runs").getJSONObject(0);
        assertThat(run.getString("commit")).isEqualTo(SampleReports.COMMIT);
        assertThat(run.getString("outcome")).isEqualTo("DONE");
        JSONObject one =
                J.getJSON(build.getUrl() + "fleet-image-scan/1/api/json").getJSONObject();
        JSONObject scan = one.getJSONArray("scans").getJSONObject(0);
        assertThat(scan.getString("image")).isEqualTo("localhost:1/example/shop");
        assertThat(scan.getString("tag")).isEqualTo("1.5.0");
        assertThat(scan.getJSONArray("others").size()).isEqualTo(10);
        assertThat(one.getJSONArray("updates").getJSONObject(0).getInt("line")).isEqualTo(20);
        assertThat(one.getJSONArray("diffs").getJSONObject(0).getString("text")).contains("+image: shop:1.5.0");
        JSONObject state =
                J.getJSON(job.getUrl() + "fleet-image-scan/api/json?depth=1").getJSONObject();
        assertThat(state.getJSONArray("scans").toString()).contains("1.5.0");
    }

    @Test
    public void diffIsThereAsTextForGitApply() throws Exception {
        FreeStyleBuild build = build(job(), SampleReports.updated("1.5.0"));
        try (JenkinsRule.WebClient client = client()) {
            var answer = client.goTo(build.getUrl() + "fleet-image-scan/1/diff", "text/plain")
                    .getWebResponse();
            assertThat(answer.getContentAsString()).startsWith("--- a/shop/deployment.yaml\n+++ b/");
        }
    }

    @Test
    public void japaneseReadersGetJapanesePages() throws Exception {
        FreeStyleProject job = job();
        FreeStyleBuild build = build(job, SampleReports.updated("1.5.0"));
        // Without the servlet container's listener nobody asks the request for its language.
        LocaleProvider before = LocaleProvider.getProvider();
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                StaplerRequest2 request = Stapler.getCurrentRequest2();
                return request == null ? Locale.getDefault() : request.getLocale();
            }
        });
        try (JenkinsRule.WebClient client = client()) {
            assertThat(japanese(client, build.getUrl() + "fleet-image-scan/"))
                    .contains("イメージ 1 件を確認、1 件を更新", "変更内容", "更新済み");
            assertThat(japanese(client, job.getUrl() + "fleet-image-scan/")).contains("更新履歴", "今すぐスキャン");
        } finally {
            LocaleProvider.setProvider(before);
        }
    }

    private static String japanese(JenkinsRule.WebClient client, String url) throws Exception {
        WebRequest request = new WebRequest(new URL(J.getURL(), url));
        request.setAdditionalHeader("Accept-Language", Locale.JAPANESE.getLanguage());
        return client.getPage(request).getWebResponse().getContentAsString();
    }

    /** How long each page takes is printed; in a Jenkins with nothing else to do it is well below a second. */
    @Test
    public void hugeReportStaysBelowAMebibyte() throws Exception {
        FreeStyleProject job = job();
        FreeStyleBuild build = build(job, SampleReports.large());
        for (String url :
                List.of(build.getUrl() + "fleet-image-scan/", job.getUrl() + "fleet-image-scan/", build.getUrl())) {
            html(url); // Views are compiled when they are first used.
            long start = System.nanoTime();
            int length = html(url).getBytes(StandardCharsets.UTF_8).length;
            System.out.println(url + ": " + (System.nanoTime() - start) / 1_000_000 + " ms, " + length / 1024 + " KiB");
            assertThat(length).as(url).isLessThan(1 << 20);
        }
        String html = html(build.getUrl() + "fleet-image-scan/");
        assertThat(html.split("<del>", -1)).hasSize(1001);
        assertThat(html).contains("service-499").contains("20 errors");
    }
}
