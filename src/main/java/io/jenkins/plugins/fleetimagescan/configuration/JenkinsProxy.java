package io.jenkins.plugins.fleetimagescan.configuration;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.ProxyConfiguration;
import hudson.Util;
import hudson.util.Secret;
import io.jenkins.plugins.fleetimagescan.engine.git.GitProxy;
import io.jenkins.plugins.fleetimagescan.engine.registry.ProxySettings;
import java.util.Arrays;
import java.util.List;
import jenkins.model.Jenkins;

/** The HTTP proxy that is set for Jenkins, in the engine's terms. Agents use it, too, as they do for the Git plugin. */
public final class JenkinsProxy {
    private JenkinsProxy() {}

    /** Null where Jenkins has none: the system properties of the agent's Java then decide. */
    @CheckForNull
    public static ProxySettings forRegistries() {
        ProxyConfiguration proxy = Jenkins.get().getProxy();
        return proxy == null
                ? null
                : new ProxySettings(
                        proxy.getName(), proxy.getPort(), proxy.getUserName(), password(proxy), exclusions(proxy));
    }

    @CheckForNull
    public static GitProxy forGit() {
        ProxyConfiguration proxy = Jenkins.get().getProxy();
        return proxy == null
                ? null
                : new GitProxy(
                        proxy.getName(), proxy.getPort(), proxy.getUserName(), password(proxy), exclusions(proxy));
    }

    @CheckForNull
    private static String password(ProxyConfiguration proxy) {
        return Util.fixEmpty(Secret.toString(proxy.getSecretPassword()));
    }

    private static List<String> exclusions(ProxyConfiguration proxy) {
        return Arrays.stream(Util.fixNull(proxy.getNoProxyHost()).split("[ \t\n,|]+"))
                .filter(host -> !host.isEmpty())
                .toList();
    }
}
