package io.jenkins.plugins.fleetimagescan.testing;

import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.rules.ExternalResource;

/** A server program on a port of the loopback interface, for the time of a test. */
public final class ServerProgram extends ExternalResource {
    private static final long PATIENCE_SECONDS = 20;

    private Process process;

    /** A port that nobody listens on. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Starts the program and waits until it listens; skips the test, visibly, if it does not (its words are shown). */
    public void start(int port, File log, String... command) throws Exception {
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
        } catch (IOException e) {
            assumeTrue(command[0] + " is not installed", false);
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (process.isAlive() && System.nanoTime() < end) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException e) {
                Thread.sleep(20);
            }
        }
        assumeTrue(command[0] + " does not run here: " + Files.readString(log.toPath()), false);
    }

    /** Skips the test, visibly, where a program is missing. */
    public static void assumeInstalled(String path) {
        assumeTrue(path + " is not installed", Files.isExecutable(Path.of(path)));
    }

    @Override
    protected void after() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
