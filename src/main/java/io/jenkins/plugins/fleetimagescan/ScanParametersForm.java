package io.jenkins.plugins.fleetimagescan;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.fleetimagescan.configuration.FleetImageScanConfiguration;
import io.jenkins.plugins.fleetimagescan.credentials.CredentialForms;
import java.net.URISyntaxException;
import java.util.List;
import net.sf.json.JSONObject;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.URIish;
import org.jenkinsci.plugins.gitclient.GitURIRequirementsBuilder;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * The web methods behind the form of {@link ScanParameters}, for the descriptors of the step and of the build step.
 * None of them reads anything but its parameters, the list of credentials excepted.
 */
public interface ScanParametersForm {
    /** An undecided {@code push} is sent as an empty text, which would be read as false. */
    static JSONObject withoutUndecided(JSONObject form) {
        if (form.optString("push").isEmpty()) {
            form.remove("push");
        }
        return form;
    }

    /** What a text area shows of a list: {@link ScanParameters} takes it apart again. */
    default String joinLines(@CheckForNull List<String> lines) {
        return lines == null ? "" : String.join("\n", lines);
    }

    @POST
    default ListBoxModel doFillCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String credentialsId, @QueryParameter String repo) {
        StandardListBoxModel model = new StandardListBoxModel();
        if (!CredentialForms.mayList(item)) {
            return model.includeCurrentValue(credentialsId);
        }
        return model.includeEmptyValue()
                .includeMatchingAs(
                        CredentialForms.authenticationOf(item),
                        item,
                        StandardCredentials.class,
                        GitURIRequirementsBuilder.fromUri(repo).build(),
                        CredentialsMatchers.anyOf(
                                CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class),
                                CredentialsMatchers.instanceOf(SSHUserPrivateKey.class)))
                .includeCurrentValue(credentialsId);
    }

    @POST
    default ListBoxModel doFillSigningCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String signingCredentialsId) {
        return CredentialForms.signingCredentials(item, signingCredentialsId);
    }

    default ListBoxModel doFillPushItems() {
        ListBoxModel model = new ListBoxModel();
        model.add(Messages.ScanParametersForm_pushUndecided(), "");
        model.add(Messages.ScanParametersForm_pushAlways(), "true");
        model.add(Messages.ScanParametersForm_pushNever(), "false");
        return model;
    }

    default ListBoxModel doFillOnScanErrorItems() {
        ListBoxModel model = new ListBoxModel();
        model.add(Messages.ScanParametersForm_unstable(), OnScanError.UNSTABLE.text());
        model.add(Messages.ScanParametersForm_fail(), OnScanError.FAIL.text());
        model.add(Messages.ScanParametersForm_ignore(), OnScanError.IGNORE.text());
        return model;
    }

    @POST
    default FormValidation doCheckFleetYaml(@QueryParameter String value) {
        return checkInsideWorkspace(value);
    }

    @POST
    default FormValidation doCheckGitRepo(@QueryParameter String value) {
        return checkInsideWorkspace(value);
    }

    @POST
    default FormValidation doCheckPaths(@QueryParameter String value) {
        for (String line : Util.fixNull(value).split("\\R")) {
            FormValidation validation = checkInsideWorkspace(line);
            if (validation.kind != FormValidation.Kind.OK) {
                return validation;
            }
        }
        return FormValidation.ok();
    }

    @POST
    default FormValidation doCheckRepo(@QueryParameter String value) {
        String text = Util.fixEmptyAndTrim(value);
        if (text == null) {
            return FormValidation.ok();
        }
        try {
            return new URIish(text).getPass() == null
                    ? FormValidation.ok()
                    : FormValidation.error(Messages.ScanParametersForm_repoPassword());
        } catch (URISyntaxException e) {
            return FormValidation.error(Messages.ScanParametersForm_repo());
        }
    }

    @POST
    default FormValidation doCheckBranch(@QueryParameter String value) {
        return checkBranch(value);
    }

    @POST
    default FormValidation doCheckPushBranch(@QueryParameter String value) {
        return checkBranch(value);
    }

    @POST
    default FormValidation doCheckAuthorEmail(@QueryParameter String value) {
        String text = Util.fixEmptyAndTrim(value);
        return text == null || text.indexOf('@') > 0 || text.contains("$")
                ? FormValidation.ok()
                : FormValidation.warning(Messages.ScanParametersForm_email(text));
    }

    @POST
    default FormValidation doCheckMessageTemplate(@QueryParameter String value) {
        return FleetImageScanConfiguration.checkMessageTemplate(value);
    }

    /** Whether there is such a credential, for those who may know. */
    @POST
    default FormValidation doCheckCredentialsId(@AncestorInPath Item item, @QueryParameter String value) {
        return CredentialForms.checkGitCredential(item, value);
    }

    @POST
    default FormValidation doCheckSigningCredentialsId(@AncestorInPath Item item, @QueryParameter String value) {
        return CredentialForms.checkSigningCredential(item, value);
    }

    /** Which tag a policy would choose now. Registries are asked with credentials of the job: for those who configure it. */
    @POST
    default FormValidation doTryPolicy(
            @AncestorInPath Item item,
            @QueryParameter String tryImage,
            @QueryParameter String trySecret,
            @QueryParameter String tryPolicy,
            @QueryParameter String tryValue,
            @QueryParameter String tryPattern,
            @QueryParameter String tryExtract) {
        return PolicyTrial.run(
                item, tryImage, trySecret, PolicyTrial.spec(tryPolicy, tryValue, tryPattern, tryExtract));
    }

    default ListBoxModel doFillTryPolicyItems() {
        return PolicyTrial.kinds();
    }

    @POST
    default FormValidation doCheckPushAttempts(@QueryParameter String value) {
        String max = String.valueOf(ScanParameters.MAX_PUSH_ATTEMPTS);
        try {
            int attempts = Integer.parseInt(Util.fixNull(value).trim());
            return attempts >= 1 && attempts <= ScanParameters.MAX_PUSH_ATTEMPTS
                    ? FormValidation.ok()
                    : FormValidation.error(Messages.ScanParameters_pushAttempts(value, max));
        } catch (NumberFormatException e) {
            return FormValidation.error(Messages.ScanParameters_pushAttempts(value, max));
        }
    }

    private static FormValidation checkInsideWorkspace(@CheckForNull String value) {
        String text = Util.fixNull(value).trim().replace('\\', '/');
        if (text.startsWith("/") || text.matches("[A-Za-z]:.*")) {
            return FormValidation.error(Messages.ScanParametersForm_absolute(text));
        }
        for (String part : text.split("/")) {
            if (part.equals("..")) {
                return FormValidation.error(Messages.ScanParametersForm_outside(text));
            }
        }
        return FormValidation.ok();
    }

    private static FormValidation checkBranch(@CheckForNull String value) {
        String text = Util.fixEmptyAndTrim(value);
        // An environment variable is only known in a build.
        return text == null || text.contains("$") || Repository.isValidRefName(Constants.R_HEADS + text)
                ? FormValidation.ok()
                : FormValidation.error(Messages.ScanParametersForm_branch(text));
    }
}
