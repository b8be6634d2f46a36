package io.jenkins.plugins.fleetimagescan.testing;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The git program, in a folder: what a user would type. The machine's own configuration is left out. */
public final class RealGit {
    private final Path folder;

    public RealGit(Path folder) {
        this.folder = folder;
    }

    /** Skips the test, visibly, where the program is not installed. */
    public static void assumeInstalled() {
        boolean found;
        try {
            found = new ProcessBuilder("git", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            found = false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assumeTrue("git is not installed", found);
    }

    public Path folder() {
        return folder;
    }

    /** Runs git; fails the test unless it succeeds. The output is both streams, without the final newline. */
    public String git(String... arguments) {
        Output output = run(arguments);
        assertEquals("git " + String.join(" ", arguments) + ": " + output.text(), 0, output.status());
        return output.text();
    }

    /** What a program said and how it ended. */
    public record Output(int status, String text) {}

    public Output run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(Arrays.asList(arguments));
        try {
            Files.createDirectories(folder);
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
            builder.environment()
                    .putAll(Map.of(
                            "GIT_CONFIG_GLOBAL", "/dev/null",
                            "GIT_CONFIG_NOSYSTEM", "1",
                            "GIT_AUTHOR_NAME", "Somebody",
                            "GIT_AUTHOR_EMAIL", "somebody@example.com",
                            "GIT_COMMITTER_NAME", "Somebody",
                            "GIT_COMMITTER_EMAIL", "somebody@example.com",
                            "GIT_TERMINAL_PROMPT", "0",
                            "LC_ALL", "C"));
            Process process = builder.start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(process.waitFor(), text.stripTrailing());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes a file and its folders. */
    public RealGit write(String path, String content) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String read(String path) {
        try {
            return Files.readString(folder.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A bare repository with one commit of these files (path, content, path, content, …) on main. */
    public static RealGit bareWith(Path parent, String... files) {
        RealGit work = new RealGit(parent.resolve("seed"));
        work.git("init", "-q", "-b", "main");
        for (int i = 0; i < files.length; i += 2) {
            work.write(files[i], files[i + 1]);
        }
        work.git("add", "-A");
        work.git("commit", "-q", "-m", "Seed");
        RealGit bare = new RealGit(parent.resolve("origin.git"));
        bare.git("init", "-q", "--bare", "-b", "main");
        bare.git("config", "receive.advertisePushOptions", "true");
        work.git("push", "-q", bare.folder().toUri().toString(), "main");
        return bare;
    }

    /** Another person's clone beside the bare repository. */
    public RealGit cloneTo(String name, String... options) {
        List<String> arguments = new ArrayList<>(List.of("clone", "-q"));
        arguments.addAll(Arrays.asList(options));
        // Over file:// a clone can be shallow, over a path it cannot.
        arguments.add("file://" + folder);
        Path target = folder.resolveSibling(name);
        arguments.add(target.toString());
        git(arguments.toArray(String[]::new));
        return new RealGit(target);
    }

    /** Commits a file's new content in a clone and pushes it. */
    public void commitAndPush(String path, String content, String branch) {
        write(path, content);
        git("add", path);
        git("commit", "-q", "-m", "Change " + path);
        git("push", "-q", "origin", "HEAD:" + branch);
    }
}
