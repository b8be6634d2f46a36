package io.jenkins.plugins.fleetimagescan.engine.registry;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which addresses named by a registry (redirects, token servers) are gone to. */
final class Locations {
    /** Private, link-local and other internal addresses; written as numbers they have no business in an answer. */
    private static final Pattern INTERNAL_ADDRESS =
            Pattern.compile("0\\..*|10\\..*|127\\..*|169\\.254\\..*|192\\.168\\..*"
                    + "|172\\.(?:1[6-9]|2[0-9]|3[01])\\..*|100\\.(?:6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\\..*"
                    + "|\\[(?:::.*|f[cd].*|fe[89ab].*)]");

    private static final Pattern DOTTED_QUAD = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");

    /** Spellings of an IPv4 address in one number, in hexadecimal or octal, or with parts left out. */
    private static final Pattern ODD_ADDRESS =
            Pattern.compile("(?:0x[0-9a-f]+|[0-9]+)(?:\\.(?:0x[0-9a-f]+|[0-9]+)){0,3}");

    private final RegistryOptions options;

    Locations(RegistryOptions options) {
        this.options = options;
    }

    /** Why a registry's pointer to another place is not followed; empty if it may be. */
    Optional<String> refusal(RegistryHost registry, URI target) {
        if (target.getHost() == null || target.getUserInfo() != null) {
            return Optional.of(Messages.Locations_malformed());
        }
        String host = target.getHost().toLowerCase(Locale.ROOT);
        boolean sameHost = host.equals(registry.origin().host());
        if ("http".equalsIgnoreCase(target.getScheme())) {
            if (!registry.isPlain() || !(sameHost || mayBePlain(target))) {
                return Optional.of(Messages.Locations_plain(Origin.of(target)));
            }
        } else if (!"https".equalsIgnoreCase(target.getScheme())) {
            return Optional.of(Messages.Locations_scheme());
        }
        if (!sameHost && isInternal(host) && !isInternal(registry.origin().host())) {
            return Optional.of(Messages.Locations_internal(host));
        }
        return Optional.empty();
    }

    private boolean mayBePlain(URI target) {
        return RegistryHost.isLoopback(target.getHost())
                || options.registry(target.getRawAuthority()).insecure()
                || options.registry(target.getHost()).insecure();
    }

    private static boolean isInternal(String host) {
        if (DOTTED_QUAD.matcher(host).matches() || host.startsWith("[")) {
            return INTERNAL_ADDRESS.matcher(host).matches();
        }
        return RegistryHost.isLoopback(host) || ODD_ADDRESS.matcher(host).matches();
    }
}
