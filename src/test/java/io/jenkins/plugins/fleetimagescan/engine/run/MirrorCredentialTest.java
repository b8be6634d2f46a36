package io.jenkins.plugins.fleetimagescan.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.engine.fleet.FleetYaml;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.registry.DockerConfig;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryClient;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryCredential;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryOptions;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistrySettings;
import io.jenkins.plugins.fleetimagescan.testing.ScriptedServer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** A mirror gets what the source of credentials has for the mirror's own host. */
public class MirrorCredentialTest {
    private static final String OF_REGISTRY = base64("robot:of-registry");
    private static final String OF_MIRROR = base64("robot:of-mirror");

    private final List<String> log = new ArrayList<>();
    private ScriptedServer registry;
    private ScriptedServer mirror;

    private static String base64(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Before
    public void start() throws Exception {
        registry = ScriptedServer.start();
        mirror = ScriptedServer.start();
        registry.answers(exchange -> answer(exchange, OF_REGISTRY, "1.1.0"));
        mirror.answers(exchange -> answer(exchange, OF_MIRROR, "1.2.0"));
    }

    @After
    public void stop() throws Exception {
        registry.close();
        mirror.close();
    }

    private static void answer(ScriptedServer.Exchange exchange, String login, String tag) throws java.io.IOException {
        if (!("Basic " + login).equals(exchange.request().header("Authorization"))) {
            exchange.reply(401, "WWW-Authenticate: Basic realm=test", "");
        } else if (exchange.request().method().equals("HEAD")) {
            exchange.reply(200, "Docker-Content-Digest: sha256:" + "0".repeat(64), "");
        } else {
            exchange.reply(200, "", "{\"tags\":[\"" + tag + "\"]}");
        }
    }

    private List<ScanResult> scan(CredentialSource credentials) throws Exception {
        String text =
                """
                imageScans:
                - {image: HOST/team/app, tagName: one, secretRef: {name: pull}}
                - {image: HOST/team/app, tagName: two, secretRef: {name: pull}}
                """;
        List<ScanTask> tasks = new ArrayList<>();
        FleetYaml.parse("fleet.yaml", text.replace("HOST", registry.host()).getBytes(StandardCharsets.UTF_8))
                .scans()
                .forEach(scan -> tasks.add(new ScanTask(scan, Set.of(), true, null)));
        RegistryOptions options = RegistryOptions.defaults()
                .withRegistry(RegistrySettings.of(registry.host()).withMirror(mirror.host() + "/cache"));
        RunListener listener = new RunListener() {
            @Override
            public void info(String line) {
                log.add(line);
            }
        };
        try (RegistryClient client = new RegistryClient(options, log::add)) {
            return new RegistryScans(client, credentials, Clock.systemUTC(), true, listener).scan(tasks, 4);
        }
    }

    @Test
    public void theEntryOfADockerConfigForItsHostIsUsed() throws Exception {
        String config = "{\"auths\": {\"%s\": {\"auth\": \"%s\"}, \"%s/cache\": {\"auth\": \"%s\"}}}"
                .formatted(registry.host(), OF_REGISTRY, mirror.host(), OF_MIRROR);
        DockerConfig docker = DockerConfig.parse(config.getBytes(StandardCharsets.UTF_8));
        List<ScanResult> results =
                scan((scan, image, secretName) -> docker.find(image).orElse(RegistryCredential.none()));
        assertThat(results).extracting(ScanResult::tag).containsExactly("1.2.0", "1.2.0");
        assertThat(registry.requests()).isEmpty();
        // One refused request, one listing, one digest.
        assertThat(mirror.requests()).hasSize(3);
        assertThat(log).isEmpty();
    }

    @Test
    public void theSourceIsAskedForTheImageAtTheMirrorWithoutTheNameOfTheSecret() throws Exception {
        List<String> asked = new ArrayList<>();
        scan((scan, image, secretName) -> {
            asked.add(image.canonicalName() + " " + secretName);
            return RegistryCredential.none();
        });
        assertThat(asked)
                .containsOnlyOnce(mirror.host() + "/cache/team/app null")
                .contains(registry.host() + "/team/app pull")
                .hasSize(3);
    }

    @Test
    public void oneThatCannotBeHadFailsNoScan() throws Exception {
        List<ScanResult> results = scan((scan, image, secretName) -> {
            if (secretName == null) {
                throw new CredentialException("There is no credential.");
            }
            return ofRegistry(image);
        });
        assertThat(results).extracting(ScanResult::tag).containsExactly("1.1.0", "1.1.0");
        assertThat(log)
                .containsOnlyOnce("The mirror " + mirror.host() + " is asked without a login: There is no credential.");
        assertThat(mirror.requests()).allSatisfy(request -> assertThat(request.header("Authorization"))
                .isNull());
        assertThat(registry.requests())
                .extracting(request -> request.header("Authorization"))
                .contains("Basic " + OF_REGISTRY);
    }

    private RegistryCredential ofRegistry(ImageReference image) {
        assertThat(image.registry()).isEqualTo(registry.host());
        return RegistryCredential.basic("robot", "of-registry");
    }
}
