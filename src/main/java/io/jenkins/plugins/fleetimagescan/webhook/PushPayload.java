package io.jenkins.plugins.fleetimagescan.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.image.InvalidImageException;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads which repositories a notification says were pushed to, in the forms that registries send:
 *
 * <ul>
 *   <li>plain: {@code {"image": "…"}}
 *   <li><a href="https://docs.docker.com/docker-hub/repos/manage/webhooks/">Docker Hub</a>
 *   <li><a href="https://docs.github.com/en/webhooks/webhook-events-and-payloads#package">GitHub, events package and
 *       registry_package</a>
 *   <li><a href="https://goharbor.io/docs/2.13.0/working-with-projects/project-configuration/configure-webhooks/">Harbor</a>,
 *       its own form and CloudEvents
 *   <li><a href="https://docs.quay.io/guides/notifications.html">Quay</a>
 *   <li><a href="https://distribution.github.io/distribution/about/notifications/">distribution</a>, which GitLab's and
 *       Azure's registries send as well
 * </ul>
 *
 * What a notification says is never trusted any further than this: the registry itself is asked.
 */
final class PushPayload {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_LENGTH = 100;

    /** More than any registry puts into one notification; a hint for each would be work for the asking. */
    private static final int MAX_IMAGES = 100;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Map<String, ImageReference> images = new LinkedHashMap<>();

    private PushPayload() {}

    /**
     * @return each repository once; empty for an event that is no push, such as a pull, a deletion or a ping
     * @throws InvalidPayloadException with one sentence for the sender
     */
    static List<ImageReference> images(byte[] json) throws InvalidPayloadException {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new InvalidPayloadException(Messages.PushPayload_noJson());
        } catch (IOException e) {
            throw new IllegalStateException(e); // reading an array does not fail
        }
        PushPayload payload = new PushPayload();
        payload.read(root);
        return List.copyOf(payload.images.values());
    }

    private void read(JsonNode root) throws InvalidPayloadException {
        if (root.path("image").isTextual()) {
            plain(root.path("image").textValue());
        } else if (root.path("events").isArray()) {
            root.path("events").forEach(this::distribution);
        } else if (root.path("push_data").isObject()) {
            add("docker.io/" + root.path("repository").path("repo_name").asText());
        } else if (root.path("event_data").isObject()) {
            harbor(root.path("type").asText(), root.path("event_data"));
        } else if (root.path("specversion").isTextual()
                && root.path("type").asText().startsWith("harbor.")) {
            harbor(root.path("type").asText(), root.path("data"));
        } else if (root.path("docker_url").isTextual()) {
            quay(root);
        } else if (root.path("registry_package").isObject()) {
            gitHub(root.path("action").asText(), root.path("registry_package"));
        } else if (root.path("package").isObject()) {
            gitHub(root.path("action").asText(), root.path("package"));
        } else if (root.path("action").asText().equals("push")
                && root.path("target").isObject()) {
            distribution(root); // Azure sends the events one by one
        } else if (!root.path("zen").isTextual() && !root.path("hook_id").isNumber()) { // GitHub's ping
            throw new InvalidPayloadException(Messages.PushPayload_unknown());
        }
    }

    private void plain(String image) throws InvalidPayloadException {
        try {
            put(ImageReference.parse(image));
        } catch (InvalidImageException e) {
            throw new InvalidPayloadException(Messages.PushPayload_invalidImage());
        }
    }

    private void distribution(JsonNode event) {
        JsonNode target = event.path("target");
        boolean manifest = target.path("tag").isTextual()
                || target.path("mediaType").asText().contains("manifest")
                || target.path("mediaType").asText().contains("index");
        String repository = target.path("repository").asText();
        if (!event.path("action").asText().equals("push") || !manifest || repository.isEmpty()) {
            return;
        }
        // The host by which the client knows the registry, and the one by which the registry knows itself.
        addAt(event.path("request").path("host").asText(), repository);
        addAt(authority(target.path("url").asText()), repository);
    }

    private void harbor(String type, JsonNode data) {
        if (!type.equals("PUSH_ARTIFACT") && !type.equals("harbor.artifact.pushed")) {
            return;
        }
        for (JsonNode resource : data.path("resources")) {
            add(resource.path("resource_url").asText());
        }
    }

    private void quay(JsonNode root) {
        // Other events of Quay, such as builds and scans, have a docker_url as well, but not this.
        if (root.has("updated_tags")) {
            add(root.path("docker_url").asText());
        }
    }

    private void gitHub(String action, JsonNode gitHubPackage) {
        String type = gitHubPackage.path("package_type").asText().toLowerCase(Locale.ROOT);
        boolean image = type.equals("container") || type.equals("docker");
        if (!image || !(action.equals("published") || action.equals("updated"))) {
            return;
        }
        // Ends with a colon where the version has no tag.
        String url = gitHubPackage
                .path("package_version")
                .path("package_url")
                .asText()
                .replaceFirst(":$", "");
        add(
                url.isEmpty()
                        ? "ghcr.io/"
                                + (gitHubPackage.path("namespace").asText() + "/"
                                                + gitHubPackage.path("name").asText())
                                        .toLowerCase(Locale.ROOT)
                        : url);
    }

    private static String authority(String url) {
        try {
            String authority = URI.create(url).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private void addAt(String host, String repository) {
        // A host without dot and port would be read as a folder on Docker Hub.
        if (host.indexOf('.') >= 0 || host.indexOf(':') >= 0 || host.equals("localhost")) {
            add(host + "/" + repository);
        }
    }

    private void add(String text) {
        try {
            put(ImageReference.parse(text));
        } catch (InvalidImageException e) {
            // Nobody can have a scan for it, then.
        }
    }

    private void put(ImageReference image) {
        if (images.size() < MAX_IMAGES) {
            images.putIfAbsent(image.canonicalName(), image);
        }
    }
}
