package io.jenkins.plugins.fleetimagescan.report;

import io.jenkins.plugins.fleetimagescan.engine.manifest.Update;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** One field that got another value. */
@ExportedBean(defaultVisibility = 999)
public final class UpdateView {
    private final Update update;

    public UpdateView(Update update) {
        this.update = update;
    }

    @Exported
    public String getFile() {
        return update.file();
    }

    @Exported
    public int getLine() {
        return update.line();
    }

    @Exported
    public String getTagName() {
        return update.scan().tagName();
    }

    @Exported
    public String getOldValue() {
        return update.oldValue();
    }

    @Exported
    public String getNewValue() {
        return update.newValue();
    }
}
