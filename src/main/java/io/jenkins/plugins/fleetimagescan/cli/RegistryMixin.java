package io.jenkins.plugins.fleetimagescan.cli;

import io.jenkins.plugins.fleetimagescan.cli.login.CredentialHelperException;
import io.jenkins.plugins.fleetimagescan.cli.login.DockerLogins;
import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.registry.DockerConfig;
import io.jenkins.plugins.fleetimagescan.engine.registry.DockerConfigException;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryCredential;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options about registries, the same for every command that asks one. */
final class RegistryMixin {
    @Option(
            names = "--docker-config",
            paramLabel = "FILE",
            description = "Credentials as docker login leaves them (default: ~/.docker/config.json, or that of "
                    + "$DOCKER_CONFIG).")
    private Path dockerConfig;

    @Option(
            names = "--insecure-registry",
            paramLabel = "HOST",
            description = "A registry, HOST[:PORT], that is asked over plain HTTP. May be repeated.")
    private List<String> insecure = List.of();

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "PEM certificates of authorities to trust besides those of Java.")
    private Path caFile;

    private DockerLogins logins;

    RegistryOptions options() throws UsageException {
        RegistryOptions options = RegistryOptions.defaults().withProxy(ProxyEnvironment.read(System.getenv()));
        try {
            if (caFile != null) {
                options = options.withCaCertificates(Files.readString(caFile, StandardCharsets.US_ASCII));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException("--ca-file: " + caFile + " cannot be used: " + FileErrors.reason(e));
        }
        try {
            for (String host : insecure) {
                options = options.withRegistry(options.registry(host).withInsecure(true));
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException("--insecure-registry: " + e.getMessage());
        }
        return options;
    }

    /** Reads the docker config now, so that a mistake in it is found before anything is done. */
    void check() throws UsageException {
        logins();
    }

    /** The credential for the image's registry; none where neither the docker config nor its helpers have one. */
    RegistryCredential credential(ImageReference image) throws UsageException {
        try {
            return logins().find(image).orElse(RegistryCredential.none());
        } catch (CredentialHelperException e) {
            throw new UsageException(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageException("interrupted while asking a credential helper for " + image.registry());
        }
    }

    private synchronized DockerLogins logins() throws UsageException {
        if (logins == null) {
            logins = new DockerLogins(read());
        }
        return logins;
    }

    private DockerConfig read() throws UsageException {
        Path file = dockerConfig == null ? defaultConfig() : dockerConfig;
        try {
            if (dockerConfig == null && !Files.exists(file)) {
                return DockerConfig.parse("{}".getBytes(StandardCharsets.UTF_8));
            }
            return DockerConfig.parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UsageException("the docker config " + file + " cannot be read: " + FileErrors.reason(e));
        } catch (DockerConfigException e) {
            throw new UsageException("the docker config " + file + " cannot be read: " + e.getMessage());
        }
    }

    private static Path defaultConfig() {
        String folder = System.getenv("DOCKER_CONFIG");
        return folder == null || folder.isBlank()
                ? Path.of(System.getProperty("user.home"), ".docker", "config.json")
                : Path.of(folder, "config.json");
    }
}
