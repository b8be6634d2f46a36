package io.jenkins.plugins.fleetimagescan.cli;

import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import io.jenkins.plugins.fleetimagescan.engine.run.ReportText;
import io.jenkins.plugins.fleetimagescan.engine.run.RunListener;
import io.jenkins.plugins.fleetimagescan.engine.run.ScanResult;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A line for everything that happens; on a terminal also a bar while registries are asked. */
final class Progress implements RunListener, AutoCloseable {
    private final PrintWriter out;
    private final boolean terminal;
    private final List<ScanResult> results = new ArrayList<>();
    private ProgressBar bar;

    private Progress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    static Progress on(PrintWriter out) {
        return new Progress(out, System.console() != null && System.getenv("CI") == null);
    }

    /** Lines only. */
    static Progress lines(PrintWriter out) {
        return new Progress(out, false);
    }

    @Override
    public void info(String line) {
        out.println(line);
    }

    @Override
    public void problem(Problem problem) {
        out.println((problem.isError() ? "error: " : "warning: ") + problem);
    }

    @Override
    public void scanning(int scans) {
        if (terminal) {
            bar = new ProgressBarBuilder()
                    .setTaskName("Scanning")
                    .setInitialMax(scans)
                    .setStyle(ProgressBarStyle.ASCII)
                    .clearDisplayOnFinish()
                    .build();
        }
    }

    @Override
    public void scanned(ScanResult result) {
        if (bar == null) {
            out.println(ReportText.scan(result));
            return;
        }
        // The bar redraws its own line: the results follow when it is gone.
        results.add(result);
        bar.setExtraMessage(" " + result.id().tagName());
        bar.step();
        if (bar.getCurrent() >= bar.getMax()) {
            close();
        }
    }

    /** Removes the bar and prints what waited for that. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
            results.forEach(this::scanned);
            results.clear();
        }
    }
}
