package io.jenkins.plugins.fleetimagescan.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.testing.GitHttpServer;
import io.jenkins.plugins.fleetimagescan.testing.GitSshServer;
import io.jenkins.plugins.fleetimagescan.testing.LoginProxy;
import io.jenkins.plugins.fleetimagescan.testing.RealGit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Where secrets could be seen by others, looked at while a commit is made, while it is pushed, and afterwards: files of
 * the repositories, command lines and environments of processes, and what is logged.
 */
public class GitSecretsTest {
    private static final String USER = "robot";
    private static final String PASSWORD = "s3cr3t-git-password";
    private static final String PROXY_PASSWORD = "s3cr3t-proxy-password";
    private static final String PASSPHRASE = "s3cr3t-key-passphrase";

    @Rule
    public GitHttpServer http = new GitHttpServer();

    @Rule
    public GitSshServer ssh = new GitSshServer();

    @Rule
    public LoginProxy proxy = new LoginProxy();

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final List<String> secrets = new ArrayList<>();
    private final TreeSet<String> findings = new TreeSet<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
    private final List<Logger> loggers = new ArrayList<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            log.add(entry.getMessage() + " " + java.util.Arrays.toString(entry.getParameters()) + " "
                    + entry.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private Path root;
    private RealGit work;
    private Path temporary;

    @BeforeClass
    public static void needsGit() {
        RealGit.assumeInstalled();
    }

    @Before
    public void listen() throws Exception {
        for (String name : List.of("org.eclipse.jgit", "org.apache.sshd", "io.jenkins")) {
            Logger logger = Logger.getLogger(name);
            logger.setLevel(Level.ALL);
            logger.addHandler(handler);
            loggers.add(logger);
        }
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        root = folder.getRoot().toPath().toRealPath();
        temporary = folder.newFolder("tmp").toPath();
        for (String secret : List.of(PASSWORD, PROXY_PASSWORD, PASSPHRASE)) {
            secrets.add(secret);
            secrets.add(Base64.getEncoder().encodeToString((USER + ":" + secret).getBytes(StandardCharsets.UTF_8)));
        }
    }

    @After
    public void unlisten() {
        System.setOut(out);
        System.setErr(err);
        loggers.forEach(logger -> {
            logger.removeHandler(handler);
            logger.setLevel(null);
        });
    }

    /** Everything that another user, another build or an administrator could read at this moment. */
    private void look(String moment) {
        looks.incrementAndGet();
        files(root, moment);
        files(temporary, moment);
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            processes.filter(p -> p.getFileName().toString().matches("\\d+")).forEach(p -> {
                file(p.resolve("cmdline"), moment);
                file(p.resolve("environ"), moment);
            });
        } catch (NoSuchFileException e) {
            // No such file system here: the rest is looked at.
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void files(Path parent, String moment) {
        try (Stream<Path> files = Files.walk(parent)) {
            files.filter(Files::isRegularFile).forEach(file -> file(file, moment));
        } catch (IOException | java.io.UncheckedIOException e) {
            // A file went away while it was looked at: so nobody can read it either.
            looks.get();
        }
    }

    private void file(Path file, String moment) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            secrets.stream().filter(text::contains).forEach(s -> findings.add(moment + ": " + file));
        } catch (IOException e) {
            // Of another user, or gone.
            looks.get();
        }
    }

    private void assertNothingFound() {
        look("afterwards");
        assertThat(looks.get()).isGreaterThanOrEqualTo(3);
        String said = String.join("\n", log) + printed.toString(StandardCharsets.UTF_8);
        assertThat(secrets.stream().filter(said::contains)).as("logged").isEmpty();
        assertThat(findings).isEmpty();
        assertThat(temporary).isEmptyDirectory();
    }

    private PublishRequest.Builder request(String tag, RemoteAccess access) {
        return PublishRequest.builder("main", access, edits -> {
                    look("while the commit is made");
                    return "Tag " + tag;
                })
                .pushBranch("images");
    }

    private void publishFromBoth(String url, RemoteAccess access) throws Exception {
        TagRewriter rewriter = TagRewriter.to("2");
        try (WorkingCopy copy = WorkingCopy.temporaryClone(url, null, access, temporary)) {
            copy.publish(request("2", access).build(), rewriter.rewrite(copy.tree()), rewriter);
        }
        work.git("remote", "set-url", "origin", url);
        assertThat(WorkspacePublishTest.publish(work.folder(), "3", request("3", access))
                        .pushed())
                .isTrue();
    }

    @Test
    public void aSecretWouldBeFound() throws Exception {
        Files.writeString(temporary.resolve("config"), "url = https://robot:" + PASSWORD + "@example.test");
        look("now");
        assertThat(findings).containsExactly("now: " + temporary.resolve("config"));
    }

    @Test
    public void overHttp_throughAProxyWithALogin() throws Exception {
        RealGit origin = http.createWith("app", "a/pod.yaml", TagRewriter.manifest("1"));
        work = new RealGit(root.resolve("work"));
        work.git("clone", "-q", origin.folder().toString(), ".");
        http.requireLogin(USER, PASSWORD).beforeReceive(pack -> look("while it is pushed"));
        proxy.start(http.port(), USER, PROXY_PASSWORD);
        RemoteAccess access = RemoteAccess.of(GitCredential.password(USER, PASSWORD))
                .withProxy(new GitProxy("127.0.0.1", proxy.port(), USER, PROXY_PASSWORD, List.of()));
        publishFromBoth("http://git.example.test/git/app.git", access);
        assertThat(proxy.passed()).contains("POST git.example.test /git/app.git/git-receive-pack");
        assertThat(http.authorizations())
                .containsOnly("Basic " + Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes()));
        assertThat(origin.git("log", "--format=%s", "images")).isEqualTo("Tag 3\nTag 2\nSeed");
        assertNothingFound();
    }

    @Test
    public void overSsh_withAnEncryptedKey() throws Exception {
        RealGit origin = RealGit.bareWith(
                folder.newFolder("served").toPath().toRealPath(), "a/pod.yaml", TagRewriter.manifest("1"));
        work = origin.cloneTo("work");
        KeyPair pair = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
        ssh.serve(origin.folder().getParent()).accept(pair.getPublic());
        String key = SshPublishTest.privateKey(pair, PASSPHRASE);
        // Some line of the key's middle stands for the key.
        secrets.add(key.lines().skip(3).findFirst().orElseThrow());
        String plain = SshPublishTest.privateKey(pair, null);
        secrets.add(plain.lines().skip(4).findFirst().orElseThrow());
        RemoteAccess access = RemoteAccess.of(GitCredential.sshKey(null, key, PASSPHRASE))
                .withHostKeys(HostKeys.provided(ssh.knownHostsLine()));
        publishFromBoth(ssh.url("origin.git"), access);
        assertThat(origin.git("log", "--format=%s", "images")).isEqualTo("Tag 3\nTag 2\nSeed");
        assertNothingFound();
    }
}
