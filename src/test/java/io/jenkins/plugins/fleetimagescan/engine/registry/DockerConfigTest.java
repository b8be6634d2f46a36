package io.jenkins.plugins.fleetimagescan.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class DockerConfigTest {
    private static final RegistryCredential ROBOT = RegistryCredential.basic("robot", "s3cr3t-p:w");

    private static String entry() {
        return "{\"auth\":\"" + base64("robot:s3cr3t-p:w") + "\"}";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static DockerConfig parse(String json) throws DockerConfigException {
        return DockerConfig.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<RegistryCredential> find(String auths, String image) throws Exception {
        return parse("{\"auths\":" + auths + "}").find(ImageReference.parse(image));
    }

    @Test
    public void everySpellingOfDockerHub() throws Exception {
        for (String key : new String[] {
            "https://index.docker.io/v1/", "index.docker.io/v1/", "https://index.docker.io/v2/", "docker.io",
            "index.docker.io", "registry-1.docker.io", "https://registry-1.docker.io", "https://docker.io/"
        }) {
            String auths = "{\"" + key + "\":" + entry() + "}";
            assertThat(find(auths, "nginx")).as(key).contains(ROBOT);
            assertThat(find(auths, "docker.io/team/app")).as(key).contains(ROBOT);
            assertThat(find(auths, "ghcr.io/team/app")).as(key).isEmpty();
        }
    }

    @Test
    public void hostsAndPorts() throws Exception {
        assertThat(find("{\"registry.example.com\":" + entry() + "}", "registry.example.com/app"))
                .contains(ROBOT);
        assertThat(find("{\"Registry.Example.com:5000\":" + entry() + "}", "registry.example.com:5000/app"))
                .contains(ROBOT);
        assertThat(find("{\"registry.example.com\":" + entry() + "}", "registry.example.com:5000/app"))
                .isEmpty();
        assertThat(find("{\"registry.example.com\":" + entry() + "}", "registry.example.com.evil.com/app"))
                .isEmpty();
        assertThat(find("{\"http://localhost:5000/\":" + entry() + "}", "localhost:5000/app"))
                .contains(ROBOT);
    }

    @Test
    public void theLongestPrefixWins() throws Exception {
        String auths = "{\"quay.io\":{\"auth\":\"" + base64("a:1") + "\"},\"quay.io/team\":{\"auth\":\"" + base64("b:2")
                + "\"},\"quay.io/team/app\":{\"auth\":\"" + base64("c:3") + "\"}}";
        assertThat(find(auths, "quay.io/other/app")).contains(RegistryCredential.basic("a", "1"));
        assertThat(find(auths, "quay.io/team/other")).contains(RegistryCredential.basic("b", "2"));
        assertThat(find(auths, "quay.io/team/app")).contains(RegistryCredential.basic("c", "3"));
        assertThat(find(auths, "quay.io/teams/app")).contains(RegistryCredential.basic("a", "1"));
    }

    @Test
    public void patternsForHostsComeLast() throws Exception {
        String auths = "{\"*.dkr.ecr.*.amazonaws.com\":{\"auth\":\"" + base64("a:1")
                + "\"},\"1.dkr.ecr.eu.amazonaws.com\":{\"auth\":\"" + base64("b:2") + "\"}}";
        assertThat(find(auths, "1.dkr.ecr.eu.amazonaws.com/app")).contains(RegistryCredential.basic("b", "2"));
        assertThat(find(auths, "2.dkr.ecr.us.amazonaws.com/app")).contains(RegistryCredential.basic("a", "1"));
        assertThat(find(auths, "x.2.dkr.ecr.us.amazonaws.com/app")).isEmpty();
    }

    @Test
    public void everyFormOfCredential() throws Exception {
        assertThat(find(
                        "{\"a.io\":{\"username\":\"u\",\"password\":\"p\",\"email\":null,\"x\":{\"auth\":\"no\"}}}",
                        "a.io/x"))
                .contains(RegistryCredential.basic("u", "p"));
        assertThat(find("{\"a.io\":{\"auth\":\"" + base64("0000:") + "\",\"identitytoken\":\"t\"}}", "a.io/x"))
                .contains(RegistryCredential.identityToken("t"));
        assertThat(find("{\"a.io\":{\"registrytoken\":\"t\"}}", "a.io/x"))
                .contains(RegistryCredential.registryToken("t"));
        assertThat(find("{\"a.io\":{\"username\":\"<token>\",\"password\":\"t\"}}", "a.io/x"))
                .contains(RegistryCredential.identityToken("t"));
        assertThat(find("{\"a.io\":{\"auth\":\"" + base64("u:p\0\0") + "\"}}", "a.io/x"))
                .contains(RegistryCredential.basic("u", "p"));
        assertThat(find("{\"a.io\":{}}", "a.io/x")).isEmpty();
    }

    @Test
    public void helpersAreNamedAndNotStarted() throws Exception {
        DockerConfig config = parse("{\"auths\":{\"https://index.docker.io/v1/\":{}},\"credsStore\":\"desktop\","
                + "\"credHelpers\":{\"gcr.io\":\"gcloud\"},\"HttpHeaders\":{\"User-Agent\":\"x\"}}");
        assertThat(config.credsStore()).contains("desktop");
        assertThat(config.credHelpers()).isEqualTo(Map.of("gcr.io", "gcloud"));
        assertThat(config.find(ImageReference.parse("nginx"))).isEmpty();
    }

    @Test
    public void oldDockercfg() throws Exception {
        assertThat(parse("{\"https://index.docker.io/v1/\":" + entry() + "}").find(ImageReference.parse("nginx")))
                .contains(ROBOT);
    }

    @Test
    public void errorsSayWhereAndShowNothing() {
        assertThatThrownBy(() -> parse("s3cr3t"))
                .isInstanceOf(DockerConfigException.class)
                .hasMessage("The docker config is not valid JSON (line 1, column 7).")
                .hasNoCause();
        assertThatThrownBy(() -> parse("[]"))
                .hasMessageStartingWith("The docker config is not a JSON object. It looks like");
        assertThatThrownBy(() -> parse("{\"auths\":{\"a.io\":\"s3cr3t\"}}"))
                .hasMessage("The entry \"a.io\" of the docker config is not an object with auth, username and password,"
                        + " identitytoken or registrytoken.");
        assertThatThrownBy(() -> parse("{\"auths\":{\"a.io\":{\"auth\":\"" + base64("s3cr3t") + "\"}}}"))
                .hasMessage("The auth of the entry \"a.io\" of the docker config is not user:password in Base64.");
    }
}
