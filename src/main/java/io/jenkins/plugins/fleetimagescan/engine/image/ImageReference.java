package io.jenkins.plugins.fleetimagescan.engine.image;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of an image: optional registry, repository, optional tag, optional digest.
 *
 * <p>The text that the user wrote is kept, since it is what goes into manifests; {@link #registry()} and
 * {@link #repository()} are the normalised parts by which images are compared and registries asked.
 *
 * @see <a href="https://github.com/distribution/reference/blob/main/reference.go">the grammar of the distribution
 *     project</a>
 */
public final class ImageReference implements Serializable {
    private static final long serialVersionUID = 1;

    /** The registry of names that name none. */
    public static final String DOCKER_HUB = "docker.io";

    /** Other names under which people, docker config files and webhooks know Docker Hub. */
    private static final Set<String> DOCKER_HUB_ALIASES =
            Set.of("index.docker.io", "registry-1.docker.io", "registry.hub.docker.com");

    private static final int MAX_NAME_LENGTH = 255;
    private static final int MAX_PORT = 65535;

    /** More than the longest name, tag and digest together. */
    private static final int MAX_TEXT_LENGTH = 1024;

    private static final String DOMAIN_COMPONENT = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
    private static final String DOMAIN_NAME = DOMAIN_COMPONENT + "(?:\\." + DOMAIN_COMPONENT + ")*";
    private static final String IPV6 = "\\[[0-9a-fA-F:]+]";
    private static final Pattern REGISTRY = Pattern.compile("(?:" + DOMAIN_NAME + "|" + IPV6 + ")(?::[0-9]{1,5})?");
    private static final Pattern PATH_COMPONENT = Pattern.compile("[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    private final String name;
    private final String registry;
    private final String repository;

    @CheckForNull
    private final String tag;

    @CheckForNull
    private final Digest digest;

    private ImageReference(String name, String registry, String repository, String tag, Digest digest) {
        this.name = name;
        this.registry = registry;
        this.repository = repository;
        this.tag = tag;
        this.digest = digest;
    }

    /** Reads {@code [registry/]repository[:tag][@digest]}. */
    public static ImageReference parse(String text) throws InvalidImageException {
        if (text.isEmpty()) {
            throw new InvalidImageException(Messages.ImageReference_empty());
        }
        if (text.length() > MAX_TEXT_LENGTH) {
            // Refused before any pattern sees it: Java's patterns recurse on repeated groups.
            throw new InvalidImageException(Messages.ImageReference_tooLong(
                    text.substring(0, MAX_NAME_LENGTH) + "…", String.valueOf(MAX_NAME_LENGTH)));
        }
        String rest = text;
        Digest digest = null;
        int at = rest.indexOf('@');
        if (at >= 0) {
            String found = rest.substring(at + 1);
            if (!Digest.isDigest(found)) {
                throw new InvalidImageException(Messages.ImageReference_digest(text, found));
            }
            digest = new Digest(found);
            rest = rest.substring(0, at);
        }
        String tag = null;
        int colon = rest.lastIndexOf(':');
        if (colon > rest.lastIndexOf('/')) {
            tag = rest.substring(colon + 1);
            if (!isTag(tag)) {
                throw new InvalidImageException(Messages.ImageReference_tag(text, tag));
            }
            rest = rest.substring(0, colon);
        }
        return ofName(text, rest, tag, digest);
    }

    private static ImageReference ofName(String text, String name, String tag, Digest digest)
            throws InvalidImageException {
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean named = isRegistryHost(first);
        String path = named ? name.substring(slash + 1) : name;
        if (named && !(REGISTRY.matcher(first).matches() && isPort(first))) {
            throw new InvalidImageException(Messages.ImageReference_registry(text, first));
        }
        for (String component : path.split("/", -1)) {
            if (!PATH_COMPONENT.matcher(component).matches()) {
                throw new InvalidImageException(Messages.ImageReference_component(text, component));
            }
        }
        String registry = named ? canonicalRegistry(first) : DOCKER_HUB;
        String repository = registry.equals(DOCKER_HUB) && path.indexOf('/') < 0 ? "library/" + path : path;
        // The limit counts the normalised name, as distribution does.
        if (registry.length() + 1 + repository.length() > MAX_NAME_LENGTH) {
            throw new InvalidImageException(Messages.ImageReference_tooLong(text, String.valueOf(MAX_NAME_LENGTH)));
        }
        return new ImageReference(name, registry, repository, tag, digest);
    }

    /** The grammar allows any number behind the colon, which no connection could be made to. */
    private static boolean isPort(String host) {
        String port = host.substring(host.lastIndexOf(':') + 1);
        return !port.matches("[0-9]{5}") || Integer.parseInt(port) <= MAX_PORT;
    }

    /**
     * A repository by its normalised parts, which are not checked. Whoever makes a name of them and parses it may end up
     * at another registry: a host of one word would be a folder on Docker Hub.
     */
    public static ImageReference at(String registry, String repository) {
        String host = canonicalRegistry(registry);
        return new ImageReference(host + "/" + repository, host, repository, null, null);
    }

    /** Whether the text before the first slash names a registry rather than a folder on Docker Hub. */
    private static boolean isRegistryHost(String first) {
        return first.indexOf('.') >= 0
                || first.indexOf(':') >= 0
                || first.equals("localhost")
                // Repository paths are lower case, so this can only be a host.
                || !first.equals(first.toLowerCase(Locale.ROOT));
    }

    /** The one spelling of a registry: lower case, and {@value #DOCKER_HUB} for every name of Docker Hub. */
    public static String canonicalRegistry(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return DOCKER_HUB_ALIASES.contains(lower) ? DOCKER_HUB : lower;
    }

    public static boolean isTag(String text) {
        return TAG.matcher(text).matches();
    }

    /** The name exactly as the user wrote it, without tag and digest: what is written to manifests. */
    public String name() {
        return name;
    }

    /** Host and optional port in lower case; {@value #DOCKER_HUB} where none was named. */
    public String registry() {
        return registry;
    }

    /** The path within the registry, {@code library/} included for official images of Docker Hub. */
    public String repository() {
        return repository;
    }

    @CheckForNull
    public String tag() {
        return tag;
    }

    @CheckForNull
    public Digest digest() {
        return digest;
    }

    /** Whether both name the same repository of the same registry, however they are spelled. */
    public boolean sameRepository(ImageReference other) {
        return registry.equals(other.registry) && repository.equals(other.repository);
    }

    /** {@code registry/repository} in normalised spelling: for keys and for messages about registries. */
    public String canonicalName() {
        return registry + "/" + repository;
    }

    /** The inverse of {@link #parse}. */
    @Override
    public String toString() {
        return name + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ImageReference other && toString().equals(other.toString());
    }

    @Override
    public int hashCode() {
        return Objects.hash(toString());
    }
}
