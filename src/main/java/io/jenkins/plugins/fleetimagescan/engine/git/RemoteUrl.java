package io.jenkins.plugins.fleetimagescan.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.File;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;

/**
 * The address of a remote. What the configured URL says about the user is kept apart from it: {@code uri} never holds a
 * password, so that no message of JGit can show one.
 *
 * @param uri without a password; for HTTP without a user either
 * @param user of the configured URL, or null
 * @param password of the configured URL, or null
 */
record RemoteUrl(URIish uri, @CheckForNull String user, @CheckForNull String password) {
    // Amazon S3, bundles and ext:: are left out on purpose: JGit would read files or run programs for them.
    private static final Set<String> SCHEMES = Set.of("http", "https", "ssh", "git", "file");

    /** What stands between the scheme and the host of any URL in a text. */
    private static final Pattern USER_INFO = Pattern.compile("(?i)\\b([a-z][a-z0-9+.-]*://)[^/\\s'\"<>]*@");

    static RemoteUrl parse(String url) throws GitException {
        URIish parsed;
        try {
            parsed = new URIish(url.trim());
        } catch (URISyntaxException e) {
            throw new GitException(GitException.Kind.CONFIGURATION, Messages.RemoteUrl_invalid(redact(url)));
        }
        String scheme = scheme(parsed);
        if (!SCHEMES.contains(scheme) || (parsed.getPath() == null && parsed.getHost() == null)) {
            throw new GitException(GitException.Kind.CONFIGURATION, Messages.RemoteUrl_scheme(redact(url)));
        }
        URIish bare = parsed.setPass(null);
        if (scheme.startsWith("http")) {
            bare = bare.setUser(null);
        }
        return new RemoteUrl(bare, parsed.getUser(), parsed.getPass());
    }

    /** {@code file} for a path, {@code ssh} for the form {@code user@host:path}. */
    private static String scheme(URIish uri) {
        if (uri.getScheme() != null) {
            return uri.getScheme().toLowerCase(Locale.ROOT);
        }
        return uri.getHost() == null ? "file" : "ssh";
    }

    String scheme() {
        return scheme(uri);
    }

    int port() {
        return port(uri);
    }

    private static int port(URIish uri) {
        if (uri.getPort() > 0) {
            return uri.getPort();
        }
        return switch (scheme(uri)) {
            case "http" -> 80;
            case "https" -> 443;
            case "ssh" -> 22;
            default -> -1;
        };
    }

    /** Whether a credential for this remote may be offered to the other address as well. */
    boolean sameOrigin(URIish other) {
        return scheme().equals(scheme(other))
                && uri.getHost() != null
                && uri.getHost().equalsIgnoreCase(other.getHost())
                && port() == port(other);
    }

    /** The repository's folder if the URL is a path of this machine; else, or if there is none, null. */
    @CheckForNull
    File localRepository() {
        return scheme().equals("file") ? RepositoryCache.FileKey.resolve(new File(uri.getPath()), FS.DETECTED) : null;
    }

    /** Fit for messages. */
    @Override
    public String toString() {
        return uri.toString();
    }

    /** Any text with the user names and passwords of its URLs taken out. */
    static String redact(@CheckForNull String text) {
        return text == null ? "" : USER_INFO.matcher(text).replaceAll("$1");
    }
}
