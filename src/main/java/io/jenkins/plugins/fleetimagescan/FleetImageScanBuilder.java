package io.jenkins.plugins.fleetimagescan;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractProject;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.fleetimagescan.credentials.SecretBinding;
import java.io.IOException;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.tasks.SimpleBuildStep;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/** The build step of freestyle jobs; {@link ScanParameters} says what its parameters mean. */
public class FleetImageScanBuilder extends Builder implements SimpleBuildStep {
    private final ScanParameters parameters = new ScanParameters();

    @DataBoundConstructor
    public FleetImageScanBuilder() {}

    @Override
    public void perform(
            @NonNull Run<?, ?> run,
            @NonNull FilePath workspace,
            @NonNull EnvVars env,
            @NonNull Launcher launcher,
            @NonNull TaskListener listener)
            throws InterruptedException, IOException {
        new BuildScan(parameters.map(env::expand), run, workspace, env, listener).perform();
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

    @Extension
    @Symbol("fleetImageScan")
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> implements ScanParametersForm {
        @Override
        @SuppressWarnings("rawtypes")
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.FleetImageScanBuilder_displayName();
        }

        /** The help of the step: both have the same fields. */
        @Override
        public String getHelpFile(@CheckForNull String fieldName) {
            return fieldName == null
                    ? super.getHelpFile(null)
                    : Jenkins.get().getDescriptorOrDie(FleetImageScanStep.class).getHelpFile(fieldName);
        }

        @Override
        public Builder newInstance(@CheckForNull StaplerRequest2 req, @NonNull JSONObject formData)
                throws FormException {
            return super.newInstance(req, ScanParametersForm.withoutUndecided(formData));
        }
    }
}
