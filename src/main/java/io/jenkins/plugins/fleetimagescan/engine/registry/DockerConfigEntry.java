package io.jenkins.plugins.fleetimagescan.engine.registry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * One entry of {@code auths}.
 *
 * @param address as the file spells it
 * @param registry host and optional port that the address means; may hold {@code *} for a part of the host
 * @param path repository, or folder of repositories, that the entry is limited to; empty for the whole registry
 */
record DockerConfigEntry(String address, String registry, String path, RegistryCredential credential) {
    /** User names by which credential helpers and registries mark a password that is an identity token. */
    private static final String TOKEN_USER = "<token>";

    /** Of the entry whose value comes next; empty for one without credentials, as credential stores leave them. */
    static Optional<DockerConfigEntry> read(String address, JsonParser parser)
            throws IOException, DockerConfigException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new DockerConfigException(Messages.DockerConfig_entry(address));
        }
        return readBody(address, parser);
    }

    /** Of the entry whose opening brace was just read. */
    static Optional<DockerConfigEntry> readBody(String address, JsonParser parser)
            throws IOException, DockerConfigException {
        String auth = "";
        String user = "";
        String password = "";
        String identityToken = "";
        String registryToken = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                parser.skipChildren();
                continue;
            }
            switch (field) {
                case "auth" -> auth = parser.getText();
                case "username" -> user = parser.getText();
                case "password" -> password = parser.getText();
                case "identitytoken" -> identityToken = parser.getText();
                case "registrytoken" -> registryToken = parser.getText();
                default -> {}
            }
        }
        return credential(address, auth, user, password, identityToken, registryToken)
                .map(credential -> of(address, credential));
    }

    private static Optional<RegistryCredential> credential(
            String address, String auth, String user, String password, String identityToken, String registryToken)
            throws DockerConfigException {
        if (!registryToken.isEmpty()) {
            return Optional.of(RegistryCredential.registryToken(registryToken));
        }
        if (!identityToken.isEmpty()) {
            return Optional.of(RegistryCredential.identityToken(identityToken));
        }
        if (!auth.isEmpty()) {
            String pair = decode(auth);
            int colon = pair == null ? -1 : pair.indexOf(':');
            if (colon < 0) {
                throw new DockerConfigException(Messages.DockerConfig_auth(address));
            }
            return Optional.of(basic(pair.substring(0, colon), pair.substring(colon + 1)));
        }
        return user.isEmpty() && password.isEmpty() ? Optional.empty() : Optional.of(basic(user, password));
    }

    private static RegistryCredential basic(String user, String password) {
        return user.equals(TOKEN_USER)
                ? RegistryCredential.identityToken(password)
                : RegistryCredential.basic(user, password);
    }

    @CheckForNull
    private static String decode(String auth) {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(auth);
            // Docker itself cuts off trailing zero bytes, which old versions wrote.
            return new String(bytes, StandardCharsets.UTF_8).replaceAll("\0+$", "");
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static DockerConfigEntry of(String address, RegistryCredential credential) {
        String rest = address.strip().replaceFirst("^https?://", "");
        int slash = rest.indexOf('/');
        String host = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "" : rest.substring(slash + 1).replaceAll("/+$", "");
        // Addresses of the API are a way to name the registry, as docker login writes Docker Hub's.
        boolean api = path.equals("v1") || path.equals("v2");
        return new DockerConfigEntry(address, ImageReference.canonicalRegistry(host), api ? "" : path, credential);
    }

    /** Whether a field of an old {@code .dockercfg} is an entry. */
    static boolean isAddress(String field) {
        return field.indexOf('.') >= 0 || field.indexOf(':') >= 0 || field.equals("localhost");
    }

    boolean covers(ImageReference image) {
        boolean sameRegistry =
                registry.equals(image.registry()) || (isPattern() && coversHost(registry, image.registry()));
        return sameRegistry
                && (path.isEmpty()
                        || image.repository().equals(path)
                        || image.repository().startsWith(path + "/"));
    }

    private boolean isPattern() {
        return registry.indexOf('*') >= 0;
    }

    /** As in Kubernetes: {@code *} stands for characters of one label, and the number of labels is the same. */
    private static boolean coversHost(String pattern, String host) {
        String[] patterns = pattern.split("\\.", -1);
        String[] labels = host.split("\\.", -1);
        boolean same = patterns.length == labels.length;
        for (int i = 0; same && i < labels.length; i++) {
            same = Glob.matches(patterns[i], labels[i]);
        }
        return same;
    }

    /** Orders entries that cover one image: those for a part of the registry first, patterns last. */
    int precision() {
        return 2 * path.length() + (isPattern() ? 0 : 1);
    }
}
