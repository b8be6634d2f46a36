package io.jenkins.plugins.fleetimagescan.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Test;

/** With notifications in the shapes that the vendors document, all their keys included. */
public class PushPayloadTest {
    private static List<String> read(String json) throws InvalidPayloadException {
        return PushPayload.images(json.getBytes(StandardCharsets.UTF_8)).stream()
                .map(ImageReference::canonicalName)
                .toList();
    }

    private static String refused(String json) {
        return assertThrows(InvalidPayloadException.class, () -> read(json)).getMessage();
    }

    @Test
    public void plain() throws Exception {
        assertThat(read("{\"image\": \"redis\"}")).containsExactly("docker.io/library/redis");
        assertThat(read("{\"image\": \"Registry.Example.com:5000/team/app:1.2@sha256:" + "0".repeat(64) + "\"}"))
                .containsExactly("registry.example.com:5000/team/app");
        assertThat(refused("{\"image\": \"not an image\"}")).isEqualTo("The value of image is not an image reference.");
    }

    @Test
    public void dockerHub() throws Exception {
        assertThat(
                        read(
                                """
                {
                  "callback_url": "https://registry.hub.docker.com/u/acme/shop/hook/0123456789/",
                  "push_data": {"pushed_at": 1767225600, "pusher": "builder", "tag": "2.4.1", "images": []},
                  "repository": {
                    "comment_count": 0, "date_created": 1767139200, "description": "", "dockerfile": "FROM scratch\\n",
                    "full_description": "The shop", "is_official": false, "is_private": true, "is_trusted": false,
                    "name": "shop", "namespace": "acme", "owner": "acme", "repo_name": "acme/shop",
                    "repo_url": "https://registry.hub.docker.com/u/acme/shop/", "star_count": 0, "status": "Active"
                  }
                }"""))
                .containsExactly("docker.io/acme/shop");
    }

    @Test
    public void gitHubPackage() throws Exception {
        String event =
                """
                {
                  "action": "published",
                  "%s": {
                    "id": 4711, "name": "shop", "namespace": "acme", "description": "", "ecosystem": "CONTAINER",
                    "package_type": "%s", "html_url": "https://github.com/orgs/acme/packages/container/package/shop",
                    "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-02T00:00:00Z",
                    "owner": {"login": "acme", "id": 1, "type": "Organization"},
                    "package_version": {
                      "id": 4712, "version": "sha256:abc", "name": "sha256:abc", "package_url": "%s",
                      "container_metadata": {"tag": {"name": "2.4.1", "digest": "sha256:abc"}, "labels": {}, "manifest": {}},
                      "installation_command": "docker pull ghcr.io/acme/shop:2.4.1"
                    },
                    "registry": {"name": "GitHub CONTAINER registry", "type": "CONTAINER", "vendor": "GitHub Inc"}
                  },
                  "organization": {"login": "acme"}, "sender": {"login": "builder"}
                }""";
        assertThat(read(event.formatted("package", "CONTAINER", "ghcr.io/acme/shop:2.4.1")))
                .containsExactly("ghcr.io/acme/shop");
        assertThat(read(event.formatted("registry_package", "container", "ghcr.io/acme/shop:")))
                .as("a version without a tag")
                .containsExactly("ghcr.io/acme/shop");
        assertThat(read(event.formatted("registry_package", "CONTAINER", "")
                        .replace("\"acme\", \"desc", "\"Acme\", \"desc")))
                .as("an owner with capitals, no address")
                .containsExactly("ghcr.io/acme/shop");
        assertThat(read(event.formatted("package", "NPM", "https://npm.pkg.github.com/acme/shop")))
                .isEmpty();
        assertThat(
                        read(
                                "{\"zen\": \"Keep it logically awesome.\", \"hook_id\": 1, \"hook\": {\"type\": \"Organization\"}}"))
                .as("ping")
                .isEmpty();
    }

    @Test
    public void harbor() throws Exception {
        String event =
                """
                {
                  "type": "%s", "occur_at": 1767225600, "operator": "admin",
                  "event_data": {
                    "resources": [
                      {"digest": "sha256:abc", "tag": "2.4.1", "resource_url": "harbor.example.com/shop/web:2.4.1"},
                      {"digest": "sha256:abc", "tag": "2.4", "resource_url": "harbor.example.com/shop/web:2.4"}
                    ],
                    "repository": {
                      "date_created": 1767139200, "name": "web", "namespace": "shop", "repo_full_name": "shop/web",
                      "repo_type": "private"
                    }
                  }
                }""";
        assertThat(read(event.formatted("PUSH_ARTIFACT"))).containsExactly("harbor.example.com/shop/web");
        assertThat(read(event.formatted("PULL_ARTIFACT"))).isEmpty();
        assertThat(read(event.formatted("DELETE_ARTIFACT"))).isEmpty();
        assertThat(
                        read(
                                """
                {
                  "specversion": "1.0", "id": "1", "requestid": "2", "source": "/projects/1/webhook/policies/1",
                  "type": "harbor.artifact.pushed", "datacontenttype": "application/json", "time": "2026-01-01T00:00:00Z",
                  "operator": "admin",
                  "data": {
                    "resources": [{"digest": "sha256:abc", "tag": "1", "resource_url": "harbor.example.com:8443/shop/api:1"}],
                    "repository": {"name": "api", "namespace": "shop", "repo_full_name": "shop/api", "repo_type": "public"}
                  }
                }"""))
                .containsExactly("harbor.example.com:8443/shop/api");
    }

    @Test
    public void quay() throws Exception {
        assertThat(
                        read(
                                """
                {
                  "name": "web", "repository": "shop/web", "namespace": "shop", "docker_url": "quay.io/shop/web",
                  "homepage": "https://quay.io/repository/shop/web", "updated_tags": ["2.4.1", "latest"]
                }"""))
                .containsExactly("quay.io/shop/web");
        assertThat(
                        read(
                                """
                {
                  "build_id": "296ec063", "trigger_kind": "github", "name": "web", "repository": "shop/web",
                  "namespace": "shop", "docker_url": "quay.io/shop/web", "docker_tags": ["main"], "error_message": "no"
                }"""))
                .as("a build, not a push")
                .isEmpty();
    }

    @Test
    public void distribution() throws Exception {
        String event =
                """
                {
                  "id": "320678d8", "timestamp": "2026-01-01T00:00:00.000000000Z", "action": "%s",
                  "target": {
                    "mediaType": "%s", "digest": "sha256:abc", "size": 708, "length": 708,
                    "repository": "shop/web", "url": "%s", "tag": "2.4.1"
                  },
                  "request": {
                    "id": "6df24a34", "addr": "192.0.2.7:52000", "host": "%s", "method": "PUT", "useragent": "skopeo"
                  },
                  "actor": {"name": "builder"}, "source": {"addr": "registry:5000", "instanceID": "a53db899"}
                }""";
        String manifest = "application/vnd.oci.image.manifest.v1+json";
        String push = event.formatted(
                "push",
                manifest,
                "https://registry.example.com/v2/shop/web/manifests/sha256:abc",
                "registry.example.com");
        assertThat(read("{\"events\": [" + push + "]}")).containsExactly("registry.example.com/shop/web");
        assertThat(read(push)).as("one event by itself, as Azure sends it").hasSize(1);
        assertThat(read("{\"events\": ["
                        + event.formatted("pull", manifest, "", "registry.example.com")
                        + ","
                        + event.formatted("push", "application/octet-stream", "", "registry.example.com")
                                .replace("\"tag\": \"2.4.1\"", "\"x\": 1")
                        + "]}"))
                .as("a pull, and the push of a layer")
                .isEmpty();
        assertThat(read("{\"events\": ["
                        + event.formatted("push", manifest, "http://10.0.0.5:5000/v2/x", "registry.example.com:8443")
                        + "]}"))
                .as("by both of its names")
                .containsExactlyInAnyOrder("registry.example.com:8443/shop/web", "10.0.0.5:5000/shop/web");
        assertThat(read("{\"events\": [" + event.formatted("push", manifest, "http://registry/v2/x", "registry")
                        + "]}"))
                .as("a host without a dot must not become a folder on Docker Hub")
                .isEmpty();
    }

    @Test
    public void whatIsNoNotificationIsRefused() {
        String unknown = "This is not a notification that is understood here; "
                + "send that of a registry, or a JSON object with a key named image.";
        assertThat(refused("{}")).isEqualTo(unknown);
        assertThat(refused("[]")).isEqualTo(unknown);
        assertThat(refused("null")).isEqualTo(unknown);
        assertThat(refused("{\"image\": 7}")).isEqualTo(unknown);
        for (String broken : List.of("{", "payload=%7B%7D", "{\"image\": \"redis\"} {}", "\u0000")) {
            assertThat(refused(broken)).as(broken).isEqualTo("The body is not JSON.");
        }
    }

    @Test(timeout = 10_000)
    public void hostileBodiesAreRefusedQuickly() throws Exception {
        assertThat(refused("[".repeat(500_000))).isEqualTo("The body is not JSON.");
        assertThat(refused("{\"image\":" + "9".repeat(1_000_000) + "}")).isEqualTo("The body is not JSON.");
        assertThat(refused("{\"a\":".repeat(100) + "1" + "}".repeat(100))).isEqualTo("The body is not JSON.");
        String events =
                "{\"action\":\"push\",\"target\":{\"tag\":\"1\",\"repository\":\"r%d\"},\"request\":{\"host\":\"a.b\"}}";
        StringBuilder many = new StringBuilder("{\"events\":[");
        for (int i = 0; i < 5_000; i++) {
            many.append(i == 0 ? "" : ",").append(events.formatted(i));
        }
        assertThat(read(many + "]}")).as("hints of one notification").hasSize(100);
    }
}
