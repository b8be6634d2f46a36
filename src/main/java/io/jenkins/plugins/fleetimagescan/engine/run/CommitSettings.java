package io.jenkins.plugins.fleetimagescan.engine.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;
import java.util.List;

/**
 * How updates are committed and pushed, as far as the caller says so.
 *
 * @param messageTemplate Mustache, or plain text where it has no <code>{{</code>
 * @param pushBranch pushes to this branch instead of the one that was checked out
 * @param pushOptions passed on to the server as they are
 * @param pushAttempts how often a push is tried while others push to the same branch; 0 means the default
 */
public record CommitSettings(
        @CheckForNull String authorName,
        @CheckForNull String authorEmail,
        @CheckForNull String messageTemplate,
        @CheckForNull String pushBranch,
        List<String> pushOptions,
        int pushAttempts,
        boolean signOff)
        implements Serializable {
    public static final int DEFAULT_PUSH_ATTEMPTS = 5;
    public static final CommitSettings DEFAULTS = new CommitSettings(null, null, null, null, List.of(), 0, false);

    public CommitSettings {
        pushOptions = List.copyOf(pushOptions);
        pushAttempts = pushAttempts > 0 ? pushAttempts : DEFAULT_PUSH_ATTEMPTS;
    }
}
