package io.jenkins.plugins.fleetimagescan;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.jenkins.plugins.fleetimagescan.credentials.SecretBinding;
import io.jenkins.plugins.fleetimagescan.engine.run.CommitSettings;
import io.jenkins.plugins.fleetimagescan.engine.run.RunRequest;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a user may set for a scan: the same for the Pipeline step and the build step, both of which delegate to this.
 * Each has setters of its own, since data binding looks for them in a class and those that it extends, but not in
 * interfaces. Values are kept in one spelling, absent where nothing was said, so that generated snippets mention only
 * what differs from the defaults.
 */
public final class ScanParameters implements Serializable {
    private static final long serialVersionUID = 1;

    static final int MAX_PUSH_ATTEMPTS = 20;

    private String fleetYaml;
    private String gitRepo;
    private String repo;
    private String branch;
    private ArrayList<String> paths;
    private String credentialsId;
    private ArrayList<SecretBinding> registryCredentials;
    private String authorName;
    private String authorEmail;
    private String messageTemplate;
    private boolean signOff;
    private String signingCredentialsId;
    private String pushBranch;
    private ArrayList<String> pushOptions;
    private Boolean push;
    private boolean dryRun;
    private boolean force;
    private OnScanError onScanError = OnScanError.UNSTABLE;
    private int pushAttempts = CommitSettings.DEFAULT_PUSH_ATTEMPTS;

    /** Ant-style pattern of the fleet.yaml files, relative to the workspace. */
    @NonNull
    public String getFleetYaml() {
        return fleetYaml == null ? RunRequest.DEFAULT_FLEET_YAML : fleetYaml;
    }

    void setFleetYaml(@CheckForNull String fleetYaml) {
        String text = Util.fixEmptyAndTrim(fleetYaml);
        this.fleetYaml = RunRequest.DEFAULT_FLEET_YAML.equals(text) ? null : text;
    }

    /** A file with GitRepo resources in the workspace, {@code FILE} or {@code FILE#NAME}. */
    @CheckForNull
    public String getGitRepo() {
        return gitRepo;
    }

    @CheckForNull
    String gitRepoFile() {
        int hash = gitRepo == null ? -1 : gitRepo.lastIndexOf('#');
        return hash < 0 ? gitRepo : gitRepo.substring(0, hash);
    }

    /** Which of several resources in the file; null if none was chosen. */
    @CheckForNull
    String gitRepoName() {
        int hash = gitRepo == null ? -1 : gitRepo.lastIndexOf('#');
        return hash < 0 ? null : gitRepo.substring(hash + 1);
    }

    void setGitRepo(@CheckForNull String gitRepo) {
        this.gitRepo = Util.fixEmptyAndTrim(gitRepo);
    }

    /** URL of the repository to work on in a temporary clone; null means what the workspace holds. */
    @CheckForNull
    public String getRepo() {
        return repo;
    }

    void setRepo(@CheckForNull String repo) {
        this.repo = Util.fixEmptyAndTrim(repo);
    }

    @CheckForNull
    public String getBranch() {
        return branch;
    }

    void setBranch(@CheckForNull String branch) {
        this.branch = Util.fixEmptyAndTrim(branch);
    }

    /** Folders to which the run is limited; null means everywhere. */
    @CheckForNull
    public List<String> getPaths() {
        return paths;
    }

    void setPaths(@CheckForNull List<String> paths) {
        this.paths = lines(paths);
    }

    /** ID of the credential for Git. */
    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    void setCredentialsId(@CheckForNull String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** Null rather than empty. */
    @CheckForNull
    public List<SecretBinding> getRegistryCredentials() {
        return registryCredentials;
    }

    List<SecretBinding> bindings() {
        return registryCredentials == null ? List.of() : registryCredentials;
    }

    void setRegistryCredentials(@CheckForNull List<SecretBinding> registryCredentials) {
        this.registryCredentials = registryCredentials == null || registryCredentials.isEmpty()
                ? null
                : new ArrayList<>(registryCredentials);
    }

    @CheckForNull
    public String getAuthorName() {
        return authorName;
    }

    void setAuthorName(@CheckForNull String authorName) {
        this.authorName = Util.fixEmptyAndTrim(authorName);
    }

    @CheckForNull
    public String getAuthorEmail() {
        return authorEmail;
    }

    void setAuthorEmail(@CheckForNull String authorEmail) {
        this.authorEmail = Util.fixEmptyAndTrim(authorEmail);
    }

    @CheckForNull
    public String getMessageTemplate() {
        return messageTemplate;
    }

    void setMessageTemplate(@CheckForNull String messageTemplate) {
        this.messageTemplate = Util.fixEmptyAndTrim(messageTemplate);
    }

    /** Whether the commit message ends with a {@code Signed-off-by} line. */
    public boolean isSignOff() {
        return signOff;
    }

    void setSignOff(boolean signOff) {
        this.signOff = signOff;
    }

    /** ID of the credential with the key that commits are signed with; null: they are not signed. */
    @CheckForNull
    public String getSigningCredentialsId() {
        return signingCredentialsId;
    }

    void setSigningCredentialsId(@CheckForNull String signingCredentialsId) {
        this.signingCredentialsId = Util.fixEmptyAndTrim(signingCredentialsId);
    }

    /** Another branch to push to than the one that was read. */
    @CheckForNull
    public String getPushBranch() {
        return pushBranch;
    }

    void setPushBranch(@CheckForNull String pushBranch) {
        this.pushBranch = Util.fixEmptyAndTrim(pushBranch);
    }

    @CheckForNull
    public List<String> getPushOptions() {
        return pushOptions;
    }

    void setPushOptions(@CheckForNull List<String> pushOptions) {
        this.pushOptions = lines(pushOptions);
    }

    /** Whether the commit is pushed; null means yes, except in the build of a pull request. */
    @CheckForNull
    public Boolean getPush() {
        return push;
    }

    void setPush(@CheckForNull Boolean push) {
        this.push = push;
    }

    public boolean isDryRun() {
        return dryRun;
    }

    void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    /** Whether registries are asked even within the interval of a scan. */
    public boolean isForce() {
        return force;
    }

    void setForce(boolean force) {
        this.force = force;
    }

    /** The written form: Pipeline scripts say {@code onScanError: 'fail'}. */
    @NonNull
    public String getOnScanError() {
        return onScanError.text();
    }

    void setOnScanError(@CheckForNull String onScanError) {
        this.onScanError = OnScanError.parse(onScanError);
    }

    OnScanError onScanError() {
        return onScanError;
    }

    public int getPushAttempts() {
        return pushAttempts;
    }

    /** @throws IllegalArgumentException below 1 or above 20 */
    void setPushAttempts(int pushAttempts) {
        if (pushAttempts < 1 || pushAttempts > MAX_PUSH_ATTEMPTS) {
            throw new IllegalArgumentException(Messages.ScanParameters_pushAttempts(
                    String.valueOf(pushAttempts), String.valueOf(MAX_PUSH_ATTEMPTS)));
        }
        this.pushAttempts = pushAttempts;
    }

    /** A copy whose texts went through the operator: the build step expands environment variables. */
    ScanParameters map(UnaryOperator<String> operator) {
        ScanParameters copy = new ScanParameters();
        copy.fleetYaml = apply(operator, fleetYaml);
        copy.gitRepo = apply(operator, gitRepo);
        copy.repo = apply(operator, repo);
        copy.branch = apply(operator, branch);
        copy.paths = apply(operator, paths);
        // Of a parameter's name the credentials plugin makes the credential that was chosen for the build.
        copy.credentialsId = credentialsId;
        copy.registryCredentials = registryCredentials;
        copy.authorName = apply(operator, authorName);
        copy.authorEmail = apply(operator, authorEmail);
        copy.messageTemplate = apply(operator, messageTemplate);
        copy.signOff = signOff;
        copy.signingCredentialsId = signingCredentialsId;
        copy.pushBranch = apply(operator, pushBranch);
        copy.pushOptions = apply(operator, pushOptions);
        copy.push = push;
        copy.dryRun = dryRun;
        copy.force = force;
        copy.onScanError = onScanError;
        copy.pushAttempts = pushAttempts;
        return copy;
    }

    private static String apply(UnaryOperator<String> operator, @CheckForNull String text) {
        return text == null ? null : Util.fixEmptyAndTrim(operator.apply(text));
    }

    private static ArrayList<String> apply(UnaryOperator<String> operator, @CheckForNull List<String> texts) {
        if (texts == null) {
            return null;
        }
        List<String> applied = new ArrayList<>();
        texts.forEach(text -> applied.add(operator.apply(text)));
        return lines(applied);
    }

    /** Non-blank lines: the form's text area sends all of them in one text. Null rather than empty. */
    @CheckForNull
    private static ArrayList<String> lines(@CheckForNull List<String> texts) {
        if (texts == null) {
            return null;
        }
        ArrayList<String> lines = new ArrayList<>();
        for (String text : texts) {
            text.lines().map(String::trim).filter(line -> !line.isEmpty()).forEach(lines::add);
        }
        return lines.isEmpty() ? null : lines;
    }
}
