package io.jenkins.plugins.fleetimagescan.engine.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * What proves to a registry who asks. It is sent to the registry that it is used for and to that registry's token
 * endpoint, and nowhere else. Two credentials are equal when they would be answered alike.
 */
public final class RegistryCredential implements Serializable {
    private static final long serialVersionUID = 1;

    private enum Kind {
        NONE,
        BASIC,
        IDENTITY_TOKEN,
        REGISTRY_TOKEN
    }

    private static final RegistryCredential NONE_GIVEN = new RegistryCredential(Kind.NONE, null, "");

    private final Kind kind;

    @CheckForNull
    private final String user;

    private final String secret;

    private RegistryCredential(Kind kind, @CheckForNull String user, String secret) {
        this.kind = kind;
        this.user = user;
        this.secret = secret;
    }

    /** Anonymous access. */
    public static RegistryCredential none() {
        return NONE_GIVEN;
    }

    /** A user name with a password or an access token: sent as Basic, or exchanged for a bearer token. */
    public static RegistryCredential basic(String user, String password) {
        return new RegistryCredential(Kind.BASIC, Objects.requireNonNull(user), Objects.requireNonNull(password));
    }

    /**
     * An OAuth2 refresh token ({@code identitytoken} of a docker config): exchanged at the token endpoint.
     *
     * @see <a href="https://distribution.github.io/distribution/spec/auth/oauth/">distribution, OAuth2 tokens</a>
     */
    public static RegistryCredential identityToken(String token) {
        return new RegistryCredential(Kind.IDENTITY_TOKEN, null, Objects.requireNonNull(token));
    }

    /** A finished bearer token ({@code registrytoken} of a docker config): sent as it is. */
    public static RegistryCredential registryToken(String token) {
        return new RegistryCredential(Kind.REGISTRY_TOKEN, null, Objects.requireNonNull(token));
    }

    public boolean isNone() {
        return kind == Kind.NONE;
    }

    boolean isBasic() {
        return kind == Kind.BASIC;
    }

    boolean isIdentityToken() {
        return kind == Kind.IDENTITY_TOKEN;
    }

    boolean isRegistryToken() {
        return kind == Kind.REGISTRY_TOKEN;
    }

    /** The user name; null for all but {@link #basic}. */
    @CheckForNull
    public String user() {
        return user;
    }

    /** The password or token: only for the line that sends it. */
    String secret() {
        return secret;
    }

    /** The value of an {@code Authorization} header of scheme Basic, in UTF-8 (RFC 7617). */
    String basicHeader() {
        return "Basic " + base64();
    }

    private String base64() {
        return Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    /** Every spelling of the secret that a server could echo: for whoever hides secrets in texts. */
    public List<String> spellings() {
        if (secret.isEmpty()) {
            return List.of();
        }
        List<String> all = new ArrayList<>(List.of(secret));
        if (isBasic()) {
            all.add(base64());
        }
        return all;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof RegistryCredential other
                && kind == other.kind
                && Objects.equals(user, other.user)
                && secret.equals(other.secret);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, user, secret);
    }

    /** The kind and the user, never the secret. */
    @Override
    public String toString() {
        return switch (kind) {
            case NONE -> "no credential";
            case BASIC -> "user " + user + ", password ****";
            case IDENTITY_TOKEN -> "identity token ****";
            case REGISTRY_TOKEN -> "registry token ****";
        };
    }
}
