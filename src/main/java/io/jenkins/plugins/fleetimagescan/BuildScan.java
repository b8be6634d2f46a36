package io.jenkins.plugins.fleetimagescan;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.Channel;
import hudson.remoting.ChannelClosedException;
import hudson.remoting.ProxyException;
import hudson.slaves.WorkspaceList;
import io.jenkins.plugins.fleetimagescan.agent.CheckoutInfo;
import io.jenkins.plugins.fleetimagescan.agent.JenkinsHostKeys;
import io.jenkins.plugins.fleetimagescan.agent.RunScan;
import io.jenkins.plugins.fleetimagescan.configuration.FleetImageScanConfiguration;
import io.jenkins.plugins.fleetimagescan.configuration.JenkinsProxy;
import io.jenkins.plugins.fleetimagescan.credentials.CredentialLookup;
import io.jenkins.plugins.fleetimagescan.credentials.GitSecrets;
import io.jenkins.plugins.fleetimagescan.credentials.Masks;
import io.jenkins.plugins.fleetimagescan.credentials.RegistrySecrets;
import io.jenkins.plugins.fleetimagescan.credentials.SecretBinding;
import io.jenkins.plugins.fleetimagescan.credentials.SigningSecrets;
import io.jenkins.plugins.fleetimagescan.engine.git.GitCredential;
import io.jenkins.plugins.fleetimagescan.engine.git.RemoteAccess;
import io.jenkins.plugins.fleetimagescan.engine.git.SigningKey;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryOptions;
import io.jenkins.plugins.fleetimagescan.engine.run.CommitSettings;
import io.jenkins.plugins.fleetimagescan.engine.run.RunReport;
import io.jenkins.plugins.fleetimagescan.engine.run.RunRequest;
import io.jenkins.plugins.fleetimagescan.engine.run.ScanResult;
import io.jenkins.plugins.fleetimagescan.report.ImageScanAction;
import io.jenkins.plugins.fleetimagescan.report.RecordedScans;
import io.jenkins.plugins.fleetimagescan.trigger.FleetImageScanCause;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One scan within a build, from the controller's side: settings, credentials and recorded selections are put together
 * here, the run itself happens on the agent that has the workspace, and its report is kept with the build.
 */
final class BuildScan {
    private static final int MAX_ERRORS_IN_MESSAGE = 10;

    private final ScanParameters parameters;
    private final Run<?, ?> run;
    private final FilePath workspace;
    private final EnvVars environment;
    private final Masks masks = new Masks();
    private final TaskListener listener;
    private final FleetImageScanConfiguration configuration = FleetImageScanConfiguration.get();

    BuildScan(
            ScanParameters parameters, Run<?, ?> run, FilePath workspace, EnvVars environment, TaskListener listener) {
        this.parameters = parameters;
        this.run = run;
        this.workspace = workspace;
        this.environment = environment;
        this.listener = masks.over(listener, run.getCharset());
    }

    /**
     * @return the result of the step: see {@link RunReport#summary}
     * @throws AbortException if the build is to fail; its message says why
     */
    @NonNull
    Map<String, Object> perform() throws IOException, InterruptedException {
        try {
            return scan();
        } catch (AbortException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            if (workspace.getChannel() instanceof Channel channel && channel.isClosingOrClosed()) {
                throw agentLost(channel, e);
            }
            throw e;
        }
    }

    /**
     * Pipeline's {@code retry} knows failures of agents by their cause. What is behind that is given as text, since
     * Pipeline cannot store some exceptions of the JDK, and then shows a stack trace in place of the message.
     */
    private static AbortException agentLost(Channel agent, Exception cause) {
        AbortException lost = new AbortException(Messages.BuildScan_agentLost(agent.getName(), cause.getMessage()));
        lost.initCause(new ChannelClosedException(agent, new ProxyException(cause)));
        return lost;
    }

    private Map<String, Object> scan() throws IOException, InterruptedException {
        if (parameters.getRepo() != null) {
            workspace.mkdirs(); // the run makes a clone of its own: nothing needs to be checked out here
        }
        if (!workspace.exists()) {
            throw new AbortException(Messages.BuildScan_noWorkspace(workspace.getRemote()));
        }
        boolean untrusted = ChangeTrust.isUntrusted(run, listener);
        CheckoutInfo checkout =
                workspace.act(new CheckoutInfo.Read(parameters.gitRepoFile(), parameters.gitRepoName()));
        List<SecretBinding> bindings = parameters.bindings();
        RegistrySecrets secrets =
                new RegistrySecrets(CredentialLookup.of(run), bindings, configuration, untrusted, masks);
        boolean unsigned = untrusted && parameters.getSigningCredentialsId() != null;
        RunReport report = workspace.act(new RunScan(
                request(checkout, unsigned ? Boolean.FALSE : parameters.getPush()),
                RemoteAccess.of(gitCredential(checkout, untrusted))
                        .withHostKeys(JenkinsHostKeys.of(listener))
                        .withProxy(JenkinsProxy.forGit()),
                signingKey(untrusted),
                secrets::resolve,
                temporaryFolder(),
                listener));
        secrets.hints().forEach(hint -> listener.getLogger().println(Messages.BuildScan_hint(hint)));
        if (parameters.isDryRun()) {
            listener.getLogger().print(report.diff());
        }
        tellCommit(report);
        ImageScanAction.record(run, report, bindings, untrusted);
        decide(report);
        return report.summary();
    }

    /** With the branch that was checked out, which a Pipeline build does not tell. */
    private Map<String, String> variables(CheckoutInfo checkout) {
        Map<String, String> variables = new TreeMap<>(environment);
        if (!variables.containsKey("GIT_BRANCH") && checkout.head() != null) {
            String branch = CheckedOutBranch.of(run, checkout.head());
            if (branch != null) {
                variables.put("GIT_BRANCH", branch);
            }
        }
        return variables;
    }

    private RunRequest request(CheckoutInfo checkout, @CheckForNull Boolean push) throws AbortException {
        return RunRequest.builder()
                .fleetYaml(parameters.getFleetYaml())
                .paths(orEmpty(parameters.getPaths()))
                .gitRepoFile(parameters.gitRepoFile())
                .gitRepoName(parameters.gitRepoName())
                .repo(parameters.getRepo())
                .branch(parameters.getBranch())
                .write(parameters.isDryRun() ? RunRequest.Write.NOTHING : RunRequest.Write.COMMIT)
                .push(push)
                .force(parameters.isForce())
                .commit(commitSettings())
                .registries(registryOptions())
                .environment(variables(checkout))
                .recorded(recorded())
                .build();
    }

    private RegistryOptions registryOptions() throws AbortException {
        try {
            return configuration.registryOptions();
        } catch (IllegalArgumentException e) {
            throw new AbortException(Messages.BuildScan_configuration(e.getMessage()));
        }
    }

    /** Without those that the trigger knows to be out of date: their registries are asked whatever their intervals. */
    private List<ScanResult> recorded() {
        return RecordedScans.known(run).stream()
                .filter(result -> !FleetImageScanCause.outdates(run, result))
                .toList();
    }

    private CommitSettings commitSettings() {
        return new CommitSettings(
                parameters.getAuthorName(),
                parameters.getAuthorEmail(),
                parameters.getMessageTemplate(),
                parameters.getPushBranch(),
                orEmpty(parameters.getPushOptions()),
                parameters.getPushAttempts(),
                parameters.isSignOff());
    }

    /** Without an ID the keys of the agent's user are tried over SSH, as the Git plugin does. */
    private GitCredential gitCredential(CheckoutInfo checkout, boolean untrusted) throws AbortException {
        boolean urlOfFile = parameters.getRepo() == null && checkout.fileUrl() != null;
        boolean idOfFile = parameters.getCredentialsId() == null;
        String id = idOfFile ? checkout.clientSecretName() : parameters.getCredentialsId();
        if (id == null) {
            return GitCredential.userKeys();
        }
        String url = parameters.getRepo() != null
                ? parameters.getRepo()
                : urlOfFile ? checkout.fileUrl() : checkout.remoteUrl(parameters.getBranch(), variables(checkout));
        boolean boundOnly = (urlOfFile || idOfFile) && (untrusted || configuration.isOnlyBoundCredentials());
        return new GitSecrets(CredentialLookup.of(run), masks).resolve(id, url, boundOnly);
    }

    /**
     * A change that is not trusted would have its content vouched for: its commit is not signed, and never pushed.
     *
     * @return null if nothing is to be signed
     */
    @CheckForNull
    private SigningKey signingKey(boolean untrusted) throws AbortException {
        String id = parameters.getSigningCredentialsId();
        if (id == null || parameters.isDryRun()) {
            return null;
        }
        if (untrusted) {
            if (Boolean.TRUE.equals(parameters.getPush())) {
                throw new AbortException(Messages.BuildScan_pushUnsigned(id));
            }
            listener.getLogger().println(Messages.BuildScan_unsigned(id));
            return null;
        }
        return new SigningSecrets(CredentialLookup.of(run), masks).resolve(id);
    }

    /** Beside the workspace, where Jenkins cleans up after itself. */
    private String temporaryFolder() throws AbortException {
        FilePath folder = WorkspaceList.tempDir(workspace);
        if (folder == null) {
            throw new AbortException(Messages.BuildScan_noWorkspace(workspace.getRemote()));
        }
        return folder.getRemote();
    }

    private void tellCommit(RunReport report) {
        if (report.commit() != null) {
            listener.getLogger()
                    .println(
                            report.pushed()
                                    ? Messages.BuildScan_pushed(report.commit(), report.branch())
                                    : Messages.BuildScan_committed(report.commit(), report.branch()));
        }
    }

    private void decide(RunReport report) throws AbortException {
        switch (report.outcome()) {
            case DONE -> {
                // Nothing to tell.
            }
            case INVALID, WRITE_FAILED -> throw failure(report);
            case SCAN_FAILED -> {
                switch (parameters.onScanError()) {
                    case FAIL -> throw failure(report);
                    case UNSTABLE -> run.setResult(Result.UNSTABLE);
                    case IGNORE -> listener.getLogger().println(Messages.BuildScan_ignored());
                }
            }
        }
    }

    private AbortException failure(RunReport report) {
        List<String> errors = report.errors();
        StringBuilder message = new StringBuilder(Messages.BuildScan_failed(errors.size()));
        errors.stream().limit(MAX_ERRORS_IN_MESSAGE).forEach(error -> message.append("\n  ")
                .append(error));
        if (errors.size() > MAX_ERRORS_IN_MESSAGE) {
            message.append("\n  …");
        }
        return new AbortException(masks.apply(message.toString()));
    }

    private static List<String> orEmpty(@CheckForNull List<String> list) {
        return list == null ? List.of() : list;
    }
}
