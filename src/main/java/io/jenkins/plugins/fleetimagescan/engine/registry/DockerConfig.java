package io.jenkins.plugins.fleetimagescan.engine.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The credentials of a docker {@code config.json}. An entry is used for its own registry only. Helper programs are
 * named here and never started here.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/login/">docker login</a>
 * @see <a href="https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md">containers-auth.json</a>
 */
public final class DockerConfig {
    private static final JsonFactory JSON = new JsonFactory();

    private final List<DockerConfigEntry> entries;
    private final Map<String, String> credHelpers;
    private final Optional<String> credsStore;

    private DockerConfig(
            List<DockerConfigEntry> entries, Map<String, String> credHelpers, Optional<String> credsStore) {
        this.entries = entries;
        this.credHelpers = credHelpers;
        this.credsStore = credsStore;
    }

    /**
     * @param content JSON in UTF-8: a {@code config.json}, or its {@code auths} alone as in the old {@code .dockercfg}
     * @throws DockerConfigException if the content cannot be read; the message holds nothing of it
     */
    public static DockerConfig parse(byte[] content) throws DockerConfigException {
        List<DockerConfigEntry> entries = new ArrayList<>();
        Map<String, String> helpers = new TreeMap<>();
        Optional<String> store = Optional.empty();
        try (JsonParser parser = JSON.createParser(content)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new DockerConfigException(Messages.DockerConfig_notObject());
            }
            List<DockerConfigEntry> old = new ArrayList<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals("auths") && value == JsonToken.START_OBJECT) {
                    while (parser.nextToken() == JsonToken.FIELD_NAME) {
                        DockerConfigEntry.read(parser.currentName(), parser).ifPresent(entries::add);
                    }
                } else if (field.equals("credHelpers") && value == JsonToken.START_OBJECT) {
                    while (parser.nextToken() == JsonToken.FIELD_NAME) {
                        helpers.put(parser.currentName(), parser.nextTextValue());
                    }
                } else if (field.equals("credsStore") && value == JsonToken.VALUE_STRING) {
                    store = Optional.of(parser.getText()).filter(name -> !name.isBlank());
                } else if (value == JsonToken.START_OBJECT && DockerConfigEntry.isAddress(field)) {
                    DockerConfigEntry.readBody(field, parser).ifPresent(old::add);
                } else {
                    parser.skipChildren();
                }
            }
            if (entries.isEmpty()) {
                entries.addAll(old);
            }
        } catch (JsonProcessingException e) {
            // Its own message quotes the content.
            throw new DockerConfigException(Messages.DockerConfig_json(
                    String.valueOf(e.getLocation().getLineNr()),
                    String.valueOf(e.getLocation().getColumnNr())));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        helpers.values().removeIf(name -> name == null || name.isBlank());
        return new DockerConfig(List.copyOf(entries), Map.copyOf(helpers), store);
    }

    /** The credential for an image: of the longest entry that its name is below; of the first among equals. */
    public Optional<RegistryCredential> find(ImageReference image) {
        return entries.stream()
                .filter(entry -> entry.covers(image))
                .max(Comparator.comparingInt(DockerConfigEntry::precision)
                        .thenComparing(entries::indexOf, Comparator.reverseOrder()))
                .map(DockerConfigEntry::credential);
    }

    /** The registries that the file has credentials for, as it spells them, in its order. */
    public List<String> addresses() {
        return entries.stream().map(DockerConfigEntry::address).toList();
    }

    /** Names of helper programs by registry, as the file spells it. */
    public Map<String, String> credHelpers() {
        return credHelpers;
    }

    /** The name of the helper program for all other registries. */
    public Optional<String> credsStore() {
        return credsStore;
    }

    /** The addresses of its registries, no secrets. */
    @Override
    public String toString() {
        return "docker config for " + addresses();
    }
}
