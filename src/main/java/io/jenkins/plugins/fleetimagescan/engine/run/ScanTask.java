package io.jenkins.plugins.fleetimagescan.engine.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.fleet.ImageScan;
import io.jenkins.plugins.fleetimagescan.engine.image.Selection;
import io.jenkins.plugins.fleetimagescan.engine.policy.Explanation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A scan with what the manifests need of it.
 *
 * @param tagsInUse the tags that its markers have now
 * @param recorded its result in an earlier run, if its image and policy are still the same
 */
record ScanTask(ImageScan scan, Set<String> tagsInUse, boolean needsDigest, @CheckForNull ScanResult recorded) {
    /** Whether the recorded selection is to be used instead of asking the registry. */
    boolean recordIsFresh(Instant now) {
        return recorded != null
                && recorded.tag() != null
                && !recorded.failed()
                && recorded.dueAt() != null
                // A clock that was set back must not keep a scan from ever being due.
                && !recorded.checkedAt().isAfter(now)
                && now.isBefore(recorded.checkedAt().plus(scan.interval()))
                && (!needsDigest || recorded.digest() != null);
    }

    @CheckForNull
    Selection recordedSelection() {
        return recorded == null || recorded.tag() == null
                ? null
                : new Selection(scan.image(), recorded.tag(), recorded.digest());
    }

    ScanResult selected(Selection selection, Explanation why, Instant at, Duration took) {
        return result(ScanResult.Status.SELECTED, selection, why.summary(), why.others(), null, at, took);
    }

    /** Only for a task whose {@link #recordIsFresh}. */
    ScanResult recorded(String reason) {
        ScanResult known = Objects.requireNonNull(recorded);
        return result(
                ScanResult.Status.RECORDED,
                recordedSelection(),
                reason,
                known.others(),
                null,
                known.checkedAt(),
                Duration.ZERO);
    }

    ScanResult suspended(String reason) {
        return result(
                ScanResult.Status.SUSPENDED, recordedSelection(), reason, List.of(), null, lastCheck(), Duration.ZERO);
    }

    ScanResult failed(String error, Duration took) {
        return failed(error, List.of(), took);
    }

    ScanResult failed(String error, List<Explanation.Other> others, Duration took) {
        return result(ScanResult.Status.FAILED, recordedSelection(), null, others, error, lastCheck(), took);
    }

    @CheckForNull
    private Instant lastCheck() {
        return recorded == null ? null : recorded.checkedAt();
    }

    private ScanResult result(
            ScanResult.Status status,
            @CheckForNull Selection selection,
            @CheckForNull String reason,
            List<Explanation.Other> others,
            @CheckForNull String error,
            @CheckForNull Instant checkedAt,
            Duration took) {
        return new ScanResult(
                scan.id(),
                scan.place(),
                scan.image().name(),
                scan.policy().describe(),
                scan.spec(),
                scan.secretName(),
                scan.interval(),
                status,
                selection == null ? null : selection.tag(),
                selection == null ? null : selection.digest(),
                tagsInUse.stream().sorted().toList(),
                reason,
                others,
                error,
                checkedAt,
                took);
    }
}
