package io.jenkins.plugins.fleetimagescan;

import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.SynchronousResumeNotSupportedException;

/**
 * A restart of Jenkins ended the scan. Of this type, {@code retry(conditions: [nonresumable()])} and the {@code retries}
 * of a Declarative agent run it again.
 */
final class ScanCutOffException extends SynchronousResumeNotSupportedException {
    private static final long serialVersionUID = 1;

    ScanCutOffException(StepContext context) {
        super(context);
    }

    @Override
    public String getMessage() {
        return Messages.FleetImageScanStepExecution_restarted();
    }

    /** What a user reads: Pipeline prints this, and no place in the code would tell more. */
    @Override
    public String toString() {
        return "ERROR: " + getMessage();
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
