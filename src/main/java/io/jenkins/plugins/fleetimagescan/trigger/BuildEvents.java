package io.jenkins.plugins.fleetimagescan.trigger;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.listeners.RunListener;

/** Tells the polling that a build ended, when Jenkins has let go of it. */
@Extension
public class BuildEvents extends RunListener<Run<?, ?>> {
    @Override
    public void onFinalized(Run<?, ?> run) {
        ScanPolling.get().built(run.getParent());
    }
}
