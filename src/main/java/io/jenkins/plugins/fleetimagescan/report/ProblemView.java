package io.jenkins.plugins.fleetimagescan.report;

import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** Something in a file that somebody can mend. */
@ExportedBean(defaultVisibility = 999)
public final class ProblemView {
    private final Problem problem;

    ProblemView(Problem problem) {
        this.problem = problem;
    }

    /** {@code file:line:column}, as far as it is known. */
    @Exported
    public String getPlace() {
        return problem.place().toString();
    }

    @Exported
    public boolean isError() {
        return problem.isError();
    }

    @Exported
    public String getMessage() {
        return problem.message();
    }
}
