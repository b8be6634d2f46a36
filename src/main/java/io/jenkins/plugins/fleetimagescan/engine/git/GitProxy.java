package io.jenkins.plugins.fleetimagescan.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The HTTP proxy to use for HTTP(S) remotes.
 *
 * @param user null: the proxy needs no authentication
 * @param exceptions hosts to reach directly; {@code *} stands for any characters, as in Jenkins' list
 */
public record GitProxy(
        String host, int port, @CheckForNull String user, @CheckForNull String password, List<String> exceptions)
        implements Serializable {
    public GitProxy {
        exceptions = List.copyOf(exceptions);
    }

    boolean appliesTo(String target) {
        for (String exception : exceptions) {
            String pattern =
                    Pattern.quote(exception.trim().toLowerCase(Locale.ROOT)).replace("*", "\\E.*\\Q");
            if (target.toLowerCase(Locale.ROOT).matches(pattern)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
