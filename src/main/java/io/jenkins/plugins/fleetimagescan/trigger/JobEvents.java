package io.jenkins.plugins.fleetimagescan.trigger;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.listeners.ItemListener;

/** Tells the polling what happens to jobs, and when Jenkins is ready and ends. */
@Extension
public class JobEvents extends ItemListener {
    @Override
    public void onLoaded() {
        ScanPolling.get().open();
    }

    @Override
    public void onBeforeShutdown() {
        ScanPolling.get().close();
    }

    @Override
    public void onLocationChanged(Item item, String oldFullName, String newFullName) {
        ScanPolling.get().renamed(oldFullName, newFullName);
    }

    @Override
    public void onDeleted(Item item) {
        ScanPolling.get().deleted(item.getFullName());
    }
}
