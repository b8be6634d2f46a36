package io.jenkins.plugins.fleetimagescan.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.jenkins.plugins.fleetimagescan.engine.policy.Explanation;
import io.jenkins.plugins.fleetimagescan.engine.run.ScanResult;
import java.time.Duration;
import java.util.Comparator;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** One scan as a row of a table and as a bean of the remote API. */
@ExportedBean(defaultVisibility = 999)
public final class ScanView {
    /** What a reader wants to see first: failures, then changes, then what is as it was. */
    static final Comparator<ScanView> URGENT_FIRST = Comparator.comparing(ScanView::state);

    private static final int SHORT_DIGEST = 12;

    /** What became of the scan, in order of urgency. */
    enum State {
        FAILED,
        UPDATED,
        SELECTED,
        RECORDED,
        SUSPENDED
    }

    private final ScanResult result;
    private final int updates;
    private final int othersShown;

    /**
     * @param updates how many fields got its selection
     * @param othersShown how many of the other tags a page has room for
     */
    public ScanView(ScanResult result, int updates, int othersShown) {
        this.result = result;
        this.updates = updates;
        this.othersShown = othersShown;
    }

    private State state() {
        if (result.failed()) {
            return State.FAILED;
        }
        if (updates > 0) {
            return State.UPDATED;
        }
        return State.valueOf(result.status().name());
    }

    @Exported
    public String getTagName() {
        return result.id().tagName();
    }

    @Exported
    public String getFleetYaml() {
        return result.id().fleetYaml();
    }

    /** {@code file:line:column} of the entry. */
    @Exported
    public String getPlace() {
        return result.place().toString();
    }

    @Exported
    public String getImage() {
        return result.image();
    }

    @Exported
    public String getPolicy() {
        return result.policy();
    }

    /** {@code failed}, {@code updated}, {@code selected}, {@code recorded} or {@code suspended}. */
    @Exported
    public String getState() {
        return state().name().toLowerCase(Locale.ROOT);
    }

    public String getStateText() {
        return switch (state()) {
            case FAILED -> Messages.ScanView_failed();
            case UPDATED -> Messages.ScanView_updated();
            case SELECTED -> Messages.ScanView_selected();
            case RECORDED -> Messages.ScanView_recorded();
            case SUSPENDED -> Messages.ScanView_suspended();
        };
    }

    /** How many fields of manifests got the selection. */
    @Exported
    public int getUpdates() {
        return updates;
    }

    /** The tags that the manifests had before the run. */
    @Exported
    public List<String> getPreviousTags() {
        return result.previousTags();
    }

    /** The same for a cell of a table: those that are not the selected one. */
    public String getOldTags() {
        Set<String> old = result.previousTags().stream()
                .filter(tag -> updates == 0 || !tag.equals(result.tag()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return String.join(", ", old);
    }

    @CheckForNull
    @Exported
    public String getTag() {
        return result.tag();
    }

    @CheckForNull
    @Exported
    public String getDigest() {
        return result.digest() == null ? null : result.digest().toString();
    }

    /** Enough of the digest to tell it from another. */
    @CheckForNull
    public String getShortDigest() {
        String digest = getDigest();
        if (digest == null) {
            return null;
        }
        int hex = digest.indexOf(':') + 1;
        return digest.substring(hex, Math.min(digest.length(), hex + SHORT_DIGEST));
    }

    @CheckForNull
    @Exported
    public String getReason() {
        return result.reason();
    }

    @CheckForNull
    @Exported
    public String getError() {
        return result.error();
    }

    /** The best of the tags that were not chosen, each with its reason. */
    @NonNull
    @Exported(name = "others")
    public List<Other> getAllOthers() {
        return result.others().stream().map(Other::new).toList();
    }

    /** As many of them as the page has room for. */
    @NonNull
    public List<Other> getOthers() {
        return getAllOthers().stream().limit(othersShown).toList();
    }

    /** {@code secretRef.name}: a name, never a secret. */
    @CheckForNull
    @Exported
    public String getSecretName() {
        return result.secretName();
    }

    /** When the registry last answered. */
    @CheckForNull
    @Exported
    public Date getCheckedAt() {
        return result.checkedAt() == null ? null : Date.from(result.checkedAt());
    }

    /** When it will be asked again at the earliest. */
    @CheckForNull
    @Exported
    public Date getDueAt() {
        return result.dueAt() == null ? null : Date.from(result.dueAt());
    }

    @Exported
    public long getDurationMillis() {
        return result.took().toMillis();
    }

    public String getDuration() {
        return duration(result.took());
    }

    static String duration(Duration took) {
        return Util.getTimeSpanString(took.toMillis());
    }

    /** A tag that was not chosen. */
    @ExportedBean(defaultVisibility = 999)
    public static final class Other {
        private final Explanation.Other other;

        Other(Explanation.Other other) {
            this.other = other;
        }

        @Exported
        public String getTag() {
            return other.tag();
        }

        @Exported
        public String getReason() {
            return other.reason();
        }
    }
}
