package io.jenkins.plugins.fleetimagescan.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.views.ListViewColumn;
import hudson.views.ListViewColumnDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A column of list views: how many images the last scan of a job checked, updated and failed to check. */
public class ImageScanColumn extends ListViewColumn {
    @DataBoundConstructor
    public ImageScanColumn() {}

    /** The scans of the newest build that has any, among the last two; null for a job that does not scan. */
    @CheckForNull
    public ImageScanAction last(Item item) {
        if (!(item instanceof Job<?, ?> job)) {
            return null;
        }
        ImageScanAction action = of(job.getLastBuild());
        return action != null ? action : of(job.getLastCompletedBuild());
    }

    @CheckForNull
    private static ImageScanAction of(@CheckForNull Run<?, ?> build) {
        return build == null ? null : build.getAction(ImageScanAction.class);
    }

    @Extension
    @Symbol("fleetImageScanColumn")
    public static class DescriptorImpl extends ListViewColumnDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ImageScanColumn_displayName();
        }

        /** New views get it only when somebody asks for it. */
        @Override
        public boolean shownByDefault() {
            return false;
        }
    }
}
