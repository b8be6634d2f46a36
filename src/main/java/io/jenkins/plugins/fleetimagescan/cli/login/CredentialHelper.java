package io.jenkins.plugins.fleetimagescan.cli.login;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryCredential;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * A program {@code docker-credential-NAME} on the path, which keeps credentials for docker.
 *
 * @see <a href="https://github.com/docker/docker-credential-helpers#development">the protocol of credential helpers</a>
 */
final class CredentialHelper {
    /** A plain file name: the config must not be able to name a program elsewhere. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    /** What every helper prints when it has nothing for a registry. */
    private static final String NOT_FOUND = "credentials not found in native keychain";

    /** The user name by which helpers mark an identity token. */
    private static final String TOKEN_USER = "<token>";

    private static final int MAX_OUTPUT = 64 * 1024;
    private static final long TIMEOUT_SECONDS = 60;
    private static final JsonFactory JSON = new JsonFactory();

    private final String program;

    CredentialHelper(String prefix, String name) throws CredentialHelperException {
        if (!NAME.matcher(name).matches()) {
            throw new CredentialHelperException(Messages.CredentialHelper_name(name));
        }
        this.program = prefix + name;
    }

    /** @param key registry as docker spells it in its config */
    Optional<RegistryCredential> get(String key) throws CredentialHelperException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(program, "get")
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new CredentialHelperException(Messages.CredentialHelper_missing(program, key));
        }
        try {
            // The output is read aside, so that a helper that hangs cannot hold up the time-out.
            CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(() -> {
                try {
                    return process.getInputStream().readNBytes(MAX_OUTPUT);
                } catch (IOException e) {
                    return new byte[0];
                }
            });
            try (OutputStream in = process.getOutputStream()) {
                in.write(key.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // It has ended without reading; its output and status tell why.
            }
            byte[] printed = output.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new TimeoutException();
            }
            if (process.exitValue() == 0) {
                return Optional.of(read(key, printed));
            }
            if (new String(printed, StandardCharsets.UTF_8).contains(NOT_FOUND)) {
                return Optional.empty();
            }
            throw new CredentialHelperException(
                    Messages.CredentialHelper_failed(program, key, String.valueOf(process.exitValue())));
        } catch (TimeoutException e) {
            throw new CredentialHelperException(
                    Messages.CredentialHelper_timeout(program, key, String.valueOf(TIMEOUT_SECONDS)));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private RegistryCredential read(String key, byte[] printed) throws CredentialHelperException {
        String user = "";
        String secret = "";
        try (JsonParser parser = JSON.createParser(printed)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String field = parser.currentName();
                    if (parser.nextToken() != JsonToken.VALUE_STRING) {
                        parser.skipChildren();
                    } else if (field.equals("Username")) {
                        user = parser.getText();
                    } else if (field.equals("Secret")) {
                        secret = parser.getText();
                    }
                }
            }
        } catch (IOException e) {
            // The output may hold the secret: it is not repeated.
            throw new CredentialHelperException(Messages.CredentialHelper_output(program, key));
        }
        if (secret.isEmpty()) {
            throw new CredentialHelperException(Messages.CredentialHelper_output(program, key));
        }
        return user.equals(TOKEN_USER)
                ? RegistryCredential.identityToken(secret)
                : RegistryCredential.basic(user, secret);
    }
}
