package io.jenkins.plugins.fleetimagescan.cli;

import io.jenkins.plugins.fleetimagescan.engine.git.GitException;
import io.jenkins.plugins.fleetimagescan.engine.policy.PolicyException;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException;
import java.io.IOException;
import java.io.PrintWriter;

/** Turns what ended a command into one line and an exit status. */
final class Failures {
    private Failures() {}

    static int report(Exception e, PrintWriter err) throws Exception {
        if (e instanceof InterruptedException) {
            err.println("error: interrupted; the commit and every file are either done or untouched");
            return ExitStatus.SCAN_FAILED;
        }
        int status = statusOf(e);
        if (status < 0) {
            throw e; // a fault of ours: the trace helps to mend it
        }
        err.println("error: " + e.getMessage());
        return status;
    }

    private static int statusOf(Exception e) {
        if (e instanceof GitException) {
            return ExitStatus.GIT_FAILED;
        }
        if (e instanceof RegistryException) {
            return ExitStatus.SCAN_FAILED;
        }
        if (e instanceof UsageException || e instanceof PolicyException || e instanceof IOException) {
            return ExitStatus.INVALID;
        }
        return -1;
    }
}
