package io.jenkins.plugins.fleetimagescan.credentials;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import java.util.ArrayList;
import java.util.List;

/**
 * What the domain of a credential says about a host. The credentials plugin does not tell which domain a credential
 * belongs to, but whether it would be found for given requirements.
 */
final class Domains {
    /** A host that nobody has (RFC 2606): a credential that is found even for it is not limited to hosts. */
    private static final String NOBODY = "no-such-host.invalid";

    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private Domains() {}

    /** The credential of this ID whose domain allows that it is sent to the host; null if there is none. */
    @CheckForNull
    static StandardCredentials find(CredentialLookup lookup, String id, String scheme, String hostAndPort) {
        for (String name : namesOf(hostAndPort)) {
            StandardCredentials found = lookup.find(id, requirements(scheme, name));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Whether a specification of the domain names the hosts that may get the credential. */
    static boolean limitsHosts(CredentialLookup lookup, String id, String scheme) {
        return lookup.find(id, requirements(scheme, NOBODY)) == null;
    }

    /** A Docker Hub credential may have been stored under any of the names that people use for it. */
    private static List<String> namesOf(String hostAndPort) {
        List<String> names = new ArrayList<>(List.of(hostAndPort));
        if (hostAndPort.equals(ImageReference.DOCKER_HUB)) {
            names.addAll(List.of("index.docker.io", "registry-1.docker.io", "hub.docker.com"));
        }
        return names;
    }

    private static List<DomainRequirement> requirements(String scheme, String hostAndPort) {
        // The last colon is in front of a port unless it belongs to an IPv6 address.
        int colon = hostAndPort.lastIndexOf(':');
        boolean hasPort = colon > hostAndPort.lastIndexOf(']');
        String host = hasPort ? hostAndPort.substring(0, colon) : hostAndPort;
        int port = hasPort ? Integer.parseInt(hostAndPort.substring(colon + 1)) : "http".equals(scheme) ? HTTP : HTTPS;
        return URIRequirementBuilder.create()
                .withScheme(scheme)
                .withHostname(host)
                .withHostnamePort(host, port)
                .build();
    }
}
