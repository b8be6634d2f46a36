package io.jenkins.plugins.fleetimagescan;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.ChannelClosedException;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;

/**
 * Runs the scan beside the Pipeline's own thread. Stopping interrupts that work, wherever it is; what a restart of
 * Jenkins cut off cannot be taken up again, since it ran within a call to the agent.
 */
final class FleetImageScanStepExecution extends SynchronousNonBlockingStepExecution<Map<String, Object>> {
    private static final long serialVersionUID = 1;

    private final ScanParameters parameters;

    FleetImageScanStepExecution(StepContext context, ScanParameters parameters) {
        super(context);
        this.parameters = parameters;
    }

    @Override
    protected Map<String, Object> run() throws Exception {
        StepContext context = getContext();
        try {
            return new BuildScan(
                            parameters,
                            context.get(Run.class),
                            context.get(FilePath.class),
                            context.get(EnvVars.class),
                            context.get(TaskListener.class))
                    .perform();
        } catch (AbortException e) {
            if (e.getCause() instanceof ChannelClosedException && Jenkins.get().isTerminating()) {
                // It is not the agent that went away.
                throw new ScanCutOffException(context);
            }
            throw e;
        } catch (InterruptedException e) {
            // The build ends with what stopped it; this is shown below that, in place of a stack trace.
            throw new AbortException(Messages.FleetImageScanStepExecution_stopped());
        }
    }

    @Override
    public void onResume() {
        getContext().onFailure(new ScanCutOffException(getContext()));
    }
}
