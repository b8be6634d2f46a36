package io.jenkins.plugins.fleetimagescan.trigger;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Cause;
import hudson.model.Run;
import io.jenkins.plugins.fleetimagescan.engine.run.ScanResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The trigger started the build: because of images that changed, or because it was time. */
public final class FleetImageScanCause extends Cause {
    private static final int SHOWN = 5;

    /** An ArrayList: it is kept in build.xml. */
    private final ArrayList<ImageChange> changes;

    /** @param changes empty if it was simply time */
    FleetImageScanCause(List<ImageChange> changes) {
        this.changes = new ArrayList<>(changes);
    }

    /** In the order of the scans; empty if the build was started without asking registries. */
    @NonNull
    public List<ImageChange> getChanges() {
        return List.copyOf(changes);
    }

    /**
     * Whether the build was started since this recorded result is out of date: its selection must not be used again
     * then, even if the interval of the scan has not passed.
     */
    public static boolean outdates(Run<?, ?> build, ScanResult recorded) {
        FleetImageScanCause cause = build.getCause(FleetImageScanCause.class);
        return cause != null && cause.changes.stream().anyMatch(change -> change.concerns(recorded));
    }

    @Override
    public String getShortDescription() {
        if (changes.isEmpty()) {
            return Messages.FleetImageScanCause_interval();
        }
        String shown = changes.stream().limit(SHOWN).map(ImageChange::toString).collect(Collectors.joining(", "));
        return changes.size() > SHOWN
                ? Messages.FleetImageScanCause_changesAndMore(shown, String.valueOf(changes.size() - SHOWN))
                : Messages.FleetImageScanCause_changes(shown);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof FleetImageScanCause other && changes.equals(other.changes);
    }

    @Override
    public int hashCode() {
        return changes.hashCode();
    }
}
