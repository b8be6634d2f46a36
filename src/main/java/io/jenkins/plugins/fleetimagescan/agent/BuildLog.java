package io.jenkins.plugins.fleetimagescan.agent;

import hudson.model.TaskListener;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import io.jenkins.plugins.fleetimagescan.engine.run.ReportText;
import io.jenkins.plugins.fleetimagescan.engine.run.RunListener;
import io.jenkins.plugins.fleetimagescan.engine.run.ScanResult;
import java.io.PrintStream;

/** Progress of a run in the build log: one line for each scan, whoever asked for it being seen at the line's start. */
final class BuildLog implements RunListener {
    private static final String PREFIX = "[fleet-image-scan] ";

    private final PrintStream log;

    BuildLog(TaskListener listener) {
        this.log = listener.getLogger();
    }

    @Override
    public void info(String line) {
        log.println(PREFIX + line);
    }

    @Override
    public void problem(Problem problem) {
        log.println(PREFIX
                + (problem.isError()
                        ? Messages.BuildLog_error(problem.toString())
                        : Messages.BuildLog_warning(problem.toString())));
    }

    @Override
    public void scanned(ScanResult result) {
        info(ReportText.scan(result));
    }
}
