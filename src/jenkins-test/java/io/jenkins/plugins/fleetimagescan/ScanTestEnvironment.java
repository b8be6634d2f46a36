package io.jenkins.plugins.fleetimagescan;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.fleetimagescan.testing.DockerRegistry;
import io.jenkins.plugins.fleetimagescan.testing.GitHttpServer;
import io.jenkins.plugins.fleetimagescan.testing.RealGit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.rules.ExternalResource;
import org.junit.rules.RuleChain;
import org.junit.runner.Description;
import org.junit.runners.model.Statement;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * A Jenkins with an agent, a registry and a Git server that both ask for passwords, and credentials for them. The
 * servers are shared by the tests of a class, which use repositories of their own.
 */
public final class ScanTestEnvironment extends ExternalResource {
    static final String REGISTRY_PASSWORD = "pull-Pass/7391";
    static final String GIT_PASSWORD = "push-Pass/5512";

    final JenkinsRule jenkins = new JenkinsRule();
    final DockerRegistry registry = new DockerRegistry().withUser("puller", REGISTRY_PASSWORD);
    final GitHttpServer git = new GitHttpServer().requireLogin("writer", GIT_PASSWORD);

    @Override
    public Statement apply(Statement base, Description description) {
        return RuleChain.outerRule(registry)
                .around(git)
                .around(jenkins)
                .apply(super.apply(base, description), description);
    }

    @Override
    protected void before() throws Exception {
        var store = SystemCredentialsProvider.getInstance();
        store.getCredentials().add(login("registry-pull", "puller", REGISTRY_PASSWORD));
        store.getCredentials().add(login("registry-wrong", "puller", "wrong"));
        store.getCredentials().add(login("git-writer", "writer", GIT_PASSWORD));
        store.save();
        jenkins.createOnlineSlave(hudson.model.Label.get("scanner"));
    }

    static UsernamePasswordCredentialsImpl login(String id, String user, String password) throws Exception {
        return new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, id, "", user, password);
    }

    /** A repository {@code NAME} whose manifest is at 1.0.0, an image {@code team/NAME} with 1.0.0 and 1.2.0. */
    RealGit repository(String name, String secret) throws Exception {
        registry.push("team/" + name, "1.0.0");
        registry.push("team/" + name, "1.2.0");
        return git.createWith(
                name,
                "fleet.yaml",
                fleetYaml(registry.image("team/" + name), secret),
                "deployment.yaml",
                "image: " + registry.image("team/" + name) + ":1.0.0 # {\"$imagescan\": \"app\"}\n");
    }

    static String fleetYaml(String image, String secret) {
        return """
                imageScans:
                - image: %s
                  tagName: app
                  policy:
                    semver:
                      range: 1.x
                  secretRef:
                    name: %s
                """
                .formatted(image, secret);
    }

    String checkout(String name) {
        return "git branch: 'main', credentialsId: 'git-writer', url: '" + git.url(name) + "'";
    }

    WorkflowJob pipeline(String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    /** Builds a Pipeline that checks the repository out on the agent and does the rest. */
    WorkflowRun build(String name, Result expected, String rest) throws Exception {
        WorkflowJob job = pipeline(name, "node('scanner') {\n" + checkout(name) + "\n" + rest + "\n}");
        return jenkins.assertBuildStatus(expected, job.scheduleBuild2(0));
    }

    static String log(Run<?, ?> run) throws IOException {
        return JenkinsRule.getLog(run);
    }

    /** Everything that was written for the build: its log, build.xml, reports, Pipeline state. */
    static String everythingOf(Run<?, ?> run) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(run.getRootDir().toPath())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}
