package io.jenkins.plugins.fleetimagescan.cli;

import io.jenkins.plugins.fleetimagescan.engine.run.RunReport;

/** What the process says to its caller. */
final class ExitStatus {
    static final int DONE = 0;
    static final int SCAN_FAILED = 1;
    /** Also what picocli gives for arguments that it cannot read. */
    static final int INVALID = 2;

    static final int NOTHING_SELECTED = 3;
    static final int GIT_FAILED = 4;

    private ExitStatus() {}

    static int of(RunReport.Outcome outcome) {
        return switch (outcome) {
            case DONE -> DONE;
            case SCAN_FAILED -> SCAN_FAILED;
            case INVALID -> INVALID;
            case WRITE_FAILED -> GIT_FAILED;
        };
    }
}
