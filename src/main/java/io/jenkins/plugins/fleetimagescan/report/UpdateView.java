package io.jenkins.plugins.fleetimagescan.report;

import io.jenkins.plugins.fleetimagescan.engine.manifest.Update;
import java.util.regex.Pattern;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** One field that got another value. */
@ExportedBean(defaultVisibility = 999)
public final class UpdateView {
    private static final Pattern DIGEST = Pattern.compile("(sha256:[0-9a-f]{12})[0-9a-f]{52}");

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

    /** The old value as a page has room for it. */
    public String getShortOldValue() {
        return shortened(update.oldValue());
    }

    public String getShortNewValue() {
        return shortened(update.newValue());
    }

    /** Of a digest, its beginning is enough to tell it from another. */
    private static String shortened(String value) {
        return DIGEST.matcher(value).replaceAll("$1…");
    }
}
