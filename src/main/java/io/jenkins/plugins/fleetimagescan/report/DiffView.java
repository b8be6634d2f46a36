package io.jenkins.plugins.fleetimagescan.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.jenkins.plugins.fleetimagescan.engine.run.FileDiff;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The change of one file as a page colours it: neighbouring lines of a kind are one block, which keeps pages small. */
@ExportedBean(defaultVisibility = 999)
public final class DiffView {
    /** What a line of a unified diff is. */
    enum Kind {
        HUNK,
        CONTEXT,
        REMOVED,
        ADDED
    }

    /** @param text whole lines, the last without its line end */
    record Block(Kind kind, String text) {}

    private final FileDiff diff;
    private final boolean shown;
    private int added;
    private int removed;

    /** @param shown false where a page has become too long for the lines of this file */
    DiffView(FileDiff diff, boolean shown) {
        this.diff = diff;
        this.shown = shown;
        for (Block block : blocksOf(diff.text())) {
            int lines = lines(block);
            added += block.kind() == Kind.ADDED ? lines : 0;
            removed += block.kind() == Kind.REMOVED ? lines : 0;
        }
    }

    @Exported
    public String getFile() {
        return diff.path();
    }

    /** The unified diff, header lines included. */
    @Exported
    public String getText() {
        return diff.text();
    }

    @Exported
    public int getAdded() {
        return added;
    }

    @Exported
    public int getRemoved() {
        return removed;
    }

    public boolean isShown() {
        return shown;
    }

    /** The blocks as HTML, escaped here: in a view, thousands of expressions would take their time. */
    @NonNull
    public String getEscapedHtml() {
        StringBuilder html = new StringBuilder();
        for (Block block : blocksOf(diff.text())) {
            String element =
                    switch (block.kind()) {
                        case ADDED -> "ins";
                        case REMOVED -> "del";
                        case HUNK -> "b";
                        case CONTEXT -> "span";
                    };
            html.append('<').append(element).append('>');
            html.append(Util.xmlEscape(block.text()));
            html.append("</").append(element).append('>');
        }
        return html.toString();
    }

    private static int lines(Block block) {
        return (int) Arrays.stream(block.text().split("\n"))
                .filter(line -> !line.startsWith("\\"))
                .count();
    }

    /** The header lines, which only repeat the path, are left out. */
    static List<Block> blocksOf(String unified) {
        List<Block> blocks = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Kind last = null;
        // Not String.lines(): a manifest may well have a carriage return within a line.
        for (String line : unified.split("\n")) {
            if (last == null && !line.startsWith("@@")) {
                continue;
            }
            Kind kind = kindOf(line, last);
            if (last != null) {
                if (kind == last) {
                    text.append('\n');
                } else {
                    blocks.add(new Block(last, text.toString()));
                    text.setLength(0);
                }
            }
            text.append(line);
            last = kind;
        }
        if (last != null) {
            blocks.add(new Block(last, text.toString()));
        }
        return blocks;
    }

    private static Kind kindOf(String line, Kind last) {
        if (line.isEmpty()) {
            return Kind.CONTEXT;
        }
        return switch (line.charAt(0)) {
            case '@' -> Kind.HUNK;
            case '+' -> Kind.ADDED;
            case '-' -> Kind.REMOVED;
            // "\ No newline at end of file" belongs to the line above it.
            case '\\' -> last;
            default -> Kind.CONTEXT;
        };
    }
}
