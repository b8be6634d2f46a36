package io.jenkins.plugins.fleetimagescan.engine.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;
import java.util.stream.Collectors;

/** The lines that a build log and a terminal show of a run: one for each scan, and the totals. */
public final class ReportText {
    private ReportText() {}

    /** One line, such as {@code test-scan: redis 7.0.5 -> 7.2.1 (newest of 34 tags in >=7)}. */
    public static String scan(ScanResult scan) {
        String name = name(scan);
        return switch (scan.status()) {
            case FAILED -> Messages.ReportText_failed(name, scan.image(), scan.error());
            case SUSPENDED -> Messages.ReportText_suspended(name, scan.image());
            case RECORDED -> Messages.ReportText_recorded(name, scan.image(), scan.tag(), scan.reason());
            case SELECTED -> selected(name, scan);
        };
    }

    /** The tagName, with its bundle where that is not the root: bundles often use the same names. */
    private static String name(ScanResult scan) {
        String bundle = scan.id().bundle();
        return bundle.isEmpty() ? scan.id().tagName() : scan.id().tagName() + " (" + bundle + ")";
    }

    private static String selected(String name, ScanResult scan) {
        List<String> other =
                scan.previousTags().stream().filter(t -> !t.equals(scan.tag())).toList();
        if (other.isEmpty()) {
            return Messages.ReportText_unchanged(name, scan.image(), scan.tag(), scan.reason());
        }
        String before = other.stream().limit(3).collect(Collectors.joining(", ")) + (other.size() > 3 ? ", …" : "");
        return Messages.ReportText_selected(name, scan.image(), before, scan.tag(), scan.reason());
    }

    /** The last line of a run. */
    public static String totals(RunReport report) {
        long failed = report.scans().stream().filter(ScanResult::failed).count();
        long files = report.updates().stream().map(u -> u.file()).distinct().count();
        int fields = report.updates().size();
        return report.dryRun() && fields > 0
                ? Messages.ReportText_dryTotals(report.scans().size(), failed, fields, files)
                : Messages.ReportText_totals(report.scans().size(), failed, fields, files);
    }

    /** Which commit was made, and whether it was pushed; null if none was. */
    @CheckForNull
    public static String commit(RunReport report) {
        if (report.commit() == null) {
            return null;
        }
        return report.pushed()
                ? Messages.ReportText_pushed(report.commit(), report.branch())
                : Messages.ReportText_committed(report.commit(), report.branch());
    }
}
