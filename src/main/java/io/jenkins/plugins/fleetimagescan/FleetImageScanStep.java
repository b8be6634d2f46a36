package io.jenkins.plugins.fleetimagescan;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.fleetimagescan.credentials.SecretBinding;
import java.util.List;
import java.util.Set;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/** Pipeline step {@code fleetImageScan}; {@link ScanParameters} says what its parameters mean. */
public class FleetImageScanStep extends Step {
    private final ScanParameters parameters = new ScanParameters();

    @DataBoundConstructor
    public FleetImageScanStep() {}

    @Override
    public StepExecution start(StepContext context) {
        return new FleetImageScanStepExecution(context, parameters);
    }

    public String getFleetYaml() {
        return parameters.getFleetYaml();
    }

    @DataBoundSetter
    public void setFleetYaml(@CheckForNull String fleetYaml) {
        parameters.setFleetYaml(fleetYaml);
    }

    @CheckForNull
    public String getGitRepo() {
        return parameters.getGitRepo();
    }

    @DataBoundSetter
    public void setGitRepo(@CheckForNull String gitRepo) {
        parameters.setGitRepo(gitRepo);
    }

    @CheckForNull
    public String getRepo() {
        return parameters.getRepo();
    }

    @DataBoundSetter
    public void setRepo(@CheckForNull String repo) {
        parameters.setRepo(repo);
    }

    @CheckForNull
    public String getBranch() {
        return parameters.getBranch();
    }

    @DataBoundSetter
    public void setBranch(@CheckForNull String branch) {
        parameters.setBranch(branch);
    }

    @CheckForNull
    public List<String> getPaths() {
        return parameters.getPaths();
    }

    @DataBoundSetter
    public void setPaths(@CheckForNull List<String> paths) {
        parameters.setPaths(paths);
    }

    @CheckForNull
    public String getCredentialsId() {
        return parameters.getCredentialsId();
    }

    @DataBoundSetter
    public void setCredentialsId(@CheckForNull String credentialsId) {
        parameters.setCredentialsId(credentialsId);
    }

    @CheckForNull
    public List<SecretBinding> getRegistryCredentials() {
        return parameters.getRegistryCredentials();
    }

    @DataBoundSetter
    public void setRegistryCredentials(@CheckForNull List<SecretBinding> registryCredentials) {
        parameters.setRegistryCredentials(registryCredentials);
    }

    @CheckForNull
    public String getAuthorName() {
        return parameters.getAuthorName();
    }

    @DataBoundSetter
    public void setAuthorName(@CheckForNull String authorName) {
        parameters.setAuthorName(authorName);
    }

    @CheckForNull
    public String getAuthorEmail() {
        return parameters.getAuthorEmail();
    }

    @DataBoundSetter
    public void setAuthorEmail(@CheckForNull String authorEmail) {
        parameters.setAuthorEmail(authorEmail);
    }

    @CheckForNull
    public String getMessageTemplate() {
        return parameters.getMessageTemplate();
    }

    @DataBoundSetter
    public void setMessageTemplate(@CheckForNull String messageTemplate) {
        parameters.setMessageTemplate(messageTemplate);
    }

    public boolean isSignOff() {
        return parameters.isSignOff();
    }

    @DataBoundSetter
    public void setSignOff(boolean signOff) {
        parameters.setSignOff(signOff);
    }

    @CheckForNull
    public String getSigningCredentialsId() {
        return parameters.getSigningCredentialsId();
    }

    @DataBoundSetter
    public void setSigningCredentialsId(@CheckForNull String signingCredentialsId) {
        parameters.setSigningCredentialsId(signingCredentialsId);
    }

    @CheckForNull
    public String getPushBranch() {
        return parameters.getPushBranch();
    }

    @DataBoundSetter
    public void setPushBranch(@CheckForNull String pushBranch) {
        parameters.setPushBranch(pushBranch);
    }

    @CheckForNull
    public List<String> getPushOptions() {
        return parameters.getPushOptions();
    }

    @DataBoundSetter
    public void setPushOptions(@CheckForNull List<String> pushOptions) {
        parameters.setPushOptions(pushOptions);
    }

    @CheckForNull
    public Boolean getPush() {
        return parameters.getPush();
    }

    @DataBoundSetter
    public void setPush(@CheckForNull Boolean push) {
        parameters.setPush(push);
    }

    public boolean isDryRun() {
        return parameters.isDryRun();
    }

    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        parameters.setDryRun(dryRun);
    }

    public boolean isForce() {
        return parameters.isForce();
    }

    @DataBoundSetter
    public void setForce(boolean force) {
        parameters.setForce(force);
    }

    public String getOnScanError() {
        return parameters.getOnScanError();
    }

    @DataBoundSetter
    public void setOnScanError(@CheckForNull String onScanError) {
        parameters.setOnScanError(onScanError);
    }

    public int getPushAttempts() {
        return parameters.getPushAttempts();
    }

    @DataBoundSetter
    public void setPushAttempts(int pushAttempts) {
        parameters.setPushAttempts(pushAttempts);
    }

    /** In front of the step that runs build steps: the Snippet Generator keeps the first of those that share a symbol. */
    @Extension(ordinal = 1)
    public static class DescriptorImpl extends StepDescriptor implements ScanParametersForm {
        @Override
        public String getFunctionName() {
            return "fleetImageScan";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.FleetImageScanStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, EnvVars.class, FilePath.class);
        }

        @Override
        public Step newInstance(@CheckForNull StaplerRequest2 req, @NonNull JSONObject formData) throws FormException {
            return super.newInstance(req, ScanParametersForm.withoutUndecided(formData));
        }
    }
}
