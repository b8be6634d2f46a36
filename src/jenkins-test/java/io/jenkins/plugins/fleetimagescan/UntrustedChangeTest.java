package io.jenkins.plugins.fleetimagescan;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import hudson.scm.NullSCM;
import hudson.scm.SCM;
import io.jenkins.plugins.fleetimagescan.testing.RealGit;
import java.util.Objects;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadEvent;
import jenkins.scm.api.SCMHeadObserver;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.SCMSourceCriteria;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;

/** A branch source that trusts the revisions of some jobs: the names of jobs decide. */
public class UntrustedChangeTest {
    @ClassRule
    public static final ScanTestEnvironment ENV = new ScanTestEnvironment();

    @BeforeClass
    public static void branchSource() {
        ExtensionList.lookup(SCMSource.SourceByItem.class).add(new Sources());
        ExtensionList.lookup(RunListener.class).add(new Revisions());
    }

    @Test
    public void anUnboundCredentialStaysOutOfTheBuildOfAForeignChange() throws Exception {
        ENV.repository("fork", "registry-pull");
        WorkflowRun run = ENV.build("fork", Result.UNSTABLE, "fleetImageScan dryRun: true");
        assertThat(ScanTestEnvironment.log(run))
                .contains("the credential registry-pull was not sent to " + ENV.registry.host())
                .contains("the change that is being built is not trusted");
    }

    @Test
    public void aCredentialBoundByTheJobIsUsedThere() throws Exception {
        ENV.repository("fork-bound", "registry-pull");
        WorkflowRun run = ENV.build(
                "fork-bound",
                Result.SUCCESS,
                "fleetImageScan dryRun: true, registryCredentials: [[name: 'registry-pull', registry: '"
                        + ENV.registry.host() + "']]");
        assertThat(ScanTestEnvironment.log(run)).contains("1.0.0 -> 1.2.0");
    }

    @Test
    public void aForeignChangeIsNeitherSignedNorPushed() throws Exception {
        String script = "fleetImageScan credentialsId: 'git-writer', signingCredentialsId: 'signer',%s"
                + " registryCredentials: [[name: 'registry-pull', registry: '" + ENV.registry.host() + "']]";
        RealGit repository = ENV.repository("fork-signed", "registry-pull");
        String before = repository.git("rev-parse", "main");
        WorkflowRun run = ENV.build("fork-signed", Result.SUCCESS, script.formatted(""));
        assertThat(ScanTestEnvironment.log(run))
                .contains("neither signed with signer nor pushed")
                .contains("it was not pushed");
        assertThat(repository.git("rev-parse", "main")).isEqualTo(before);

        RealGit pushing = ENV.repository("fork-pushing", "registry-pull");
        before = pushing.git("rev-parse", "main");
        run = ENV.build("fork-pushing", Result.FAILURE, script.formatted(" push: true,"));
        assertThat(ScanTestEnvironment.log(run)).contains("not signed with signer and cannot be pushed");
        assertThat(pushing.git("rev-parse", "main")).isEqualTo(before);
    }

    @Test
    public void aTrustedChangeOfTheSameSourceMayUseIt() throws Exception {
        ENV.repository("own", "registry-pull");
        ENV.build("own", Result.SUCCESS, "fleetImageScan dryRun: true");
    }

    @Test
    public void aGitRepoFileOfAForeignChangeCannotSendTheGitCredentialElsewhere() throws Exception {
        ENV.git.createWith(
                "fork-repo",
                "gitrepo.yaml",
                """
                apiVersion: fleet.cattle.io/v1alpha1
                kind: GitRepo
                metadata: {name: apps}
                spec: {repo: "https://git.example.org/apps.git"}
                """);
        WorkflowRun run = ENV.build(
                "fork-repo", Result.FAILURE, "fleetImageScan gitRepo: 'gitrepo.yaml', credentialsId: 'git-writer'");
        assertThat(ScanTestEnvironment.log(run))
                .contains("the credential git-writer was not sent to https://git.example.org/apps.git");
    }

    public static final class Sources extends SCMSource.SourceByItem {
        @Override
        public SCMSource getSource(Item item) {
            return item instanceof WorkflowJob ? new Source() : null;
        }
    }

    public static final class Revisions extends RunListener<WorkflowRun> {
        @Override
        public void onInitialize(WorkflowRun run) {
            run.addAction(new SCMRevisionAction(
                    new Source(), new Revision(run.getParent().getName())));
        }
    }

    private static final class Source extends SCMSource {
        Source() {
            setId("source");
        }

        @Override
        protected void retrieve(
                SCMSourceCriteria criteria, SCMHeadObserver observer, SCMHeadEvent<?> event, TaskListener listener) {
            // No heads are asked for.
        }

        @Override
        public SCM build(SCMHead head, SCMRevision revision) {
            return new NullSCM();
        }

        @Override
        public SCMRevision getTrustedRevision(SCMRevision revision, TaskListener listener) {
            return ((Revision) revision).name.startsWith("fork") ? new Revision("target") : revision;
        }
    }

    private static final class Revision extends SCMRevision {
        private static final long serialVersionUID = 1;

        private final String name;

        Revision(String name) {
            super(new SCMHead(name));
            this.name = name;
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Revision other && name.equals(other.name);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name);
        }
    }
}
