package io.jenkins.plugins.fleetimagescan.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.fleetimagescan.engine.fleet.ScanId;
import io.jenkins.plugins.fleetimagescan.engine.manifest.FileReplacer.Outcome;
import io.jenkins.plugins.fleetimagescan.engine.problem.Problem;
import io.jenkins.plugins.fleetimagescan.engine.tree.WorkspaceTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FileReplacerTest {
    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private Path root;
    private FileReplacer replacer;

    @Before
    public void createWorkspace() throws IOException {
        root = temporary.newFolder("workspace").toPath().toRealPath();
        replacer = new FileReplacer(new WorkspaceTree(root));
    }

    private static FileEdit edit(String path, String before, String after) {
        Update update =
                new Update(path, 1, 1, new ScanId("fleet.yaml", "app"), MarkerForm.FULL, before.strip(), after.strip());
        return new FileEdit(path, bytes(before), bytes(after), List.of(update));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    public void keepsTheMode() throws Exception {
        for (String mode : List.of("rw-------", "rwxr-x--x", "rw-rw-rw-", "-w--w----")) {
            Path file = Files.writeString(root.resolve("a.yaml"), "old");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            replacer.replace(edit("a.yaml", "old", "new"));
            assertThat(file).hasContent("new");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo(mode);
            Files.delete(file);
        }
    }

    @Test
    public void keepsTheOwnerWhereItMay() throws Exception {
        Path file = Files.writeString(root.resolve("a.yaml"), "old");
        assumeTrue("only the superuser can give a file away", (Integer) Files.getAttribute(root, "unix:uid") == 0);
        Files.setAttribute(file, "unix:uid", 1234);
        Files.setAttribute(file, "unix:gid", 4321);
        replacer.replace(edit("a.yaml", "old", "new"));
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(1234);
        assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(4321);
    }

    @Test
    public void listsWhatIsDoneBesideWhatFailed() throws Exception {
        Files.writeString(root.resolve("good.yaml"), "old");
        Files.writeString(root.resolve("changed.yaml"), "other");
        Files.writeString(root.resolve("target"), "old");
        Files.createSymbolicLink(root.resolve("link.yaml"), root.resolve("target"));
        Path readOnly = Files.writeString(root.resolve("read-only.yaml"), "old");
        Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("r--r--r--"));

        Outcome outcome = replacer.replaceAll(Stream.of("changed", "gone", "good", "link", "read-only")
                .map(name -> edit(name + ".yaml", "old", "new"))
                .toList());

        assertThat(outcome.done()).extracting(FileEdit::path).containsExactly("good.yaml");
        assertThat(outcome.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "changed.yaml: the file has changed since it was read, so it is left as it is; run again",
                        "gone.yaml: the file is no longer a regular file of the workspace: it has vanished, or a symbolic link leads to it",
                        "link.yaml: the file is no longer a regular file of the workspace: it has vanished, or a symbolic link leads to it",
                        "read-only.yaml: the file is read-only, so it is left as it is; make it writable");
        assertThat(outcome.problems()).allMatch(Problem::isError);
        assertThat(root.resolve("good.yaml")).hasContent("new");
        assertThat(root.resolve("changed.yaml")).hasContent("other");
        assertThat(root.resolve("target")).hasContent("old");
        assertThat(readOnly).hasContent("old");
        assertThat(names()).containsExactly("changed.yaml", "good.yaml", "link.yaml", "read-only.yaml", "target");
    }

    @Test
    public void reportsAFullDisk() throws Exception {
        // A disk of 64 KiB, where the kernel lets this user mount one.
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", root.toString())
                .redirectErrorStream(true)
                .start();
        assumeTrue("mounting is allowed", mount.waitFor() == 0);
        try {
            String old = "o".repeat(40_000);
            Files.writeString(root.resolve("a.yaml"), old);
            Outcome outcome = replacer.replaceAll(List.of(edit("a.yaml", old, "n".repeat(40_000))));
            assertThat(outcome.done()).isEmpty();
            assertThat(outcome.problems())
                    .extracting(Problem::toString)
                    .singleElement()
                    .asString()
                    .startsWith("a.yaml: the file cannot be replaced and is left as it is:")
                    .contains("No space left on device");
            assertThat(root.resolve("a.yaml")).hasContent(old);
            assertThat(names()).containsExactly("a.yaml");
        } finally {
            new ProcessBuilder("umount", root.toString()).start().waitFor();
        }
    }

    @Test
    public void removesWhatAKilledProcessLeftBehind() throws Exception {
        Files.writeString(root.resolve("a.yaml"), "old");
        Path left = Files.writeString(root.resolve(".a.yaml.fleet-image-scan.tmp"), "torn");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        replacer.replace(edit("a.yaml", "old", "new"));
        assertThat(names()).containsExactly("a.yaml");
        assertThat(root.resolve("a.yaml")).hasContent("new");
    }

    @Test
    public void leavesTheTemporaryFileOfAnotherRunAlone() throws Exception {
        Files.writeString(root.resolve("a.yaml"), "old");
        Path other = Files.writeString(root.resolve(".a.yaml.fleet-image-scan.tmp"), "half");
        replacer.replace(edit("a.yaml", "old", "new"));
        assertThat(other).hasContent("half");
        assertThat(root.resolve("a.yaml")).hasContent("new");
    }

    @Test
    public void readersSeeTheFileOldOrNewAsAWhole() throws Exception {
        String first = "a".repeat(200_000);
        String second = "b".repeat(300_000);
        Path file = Files.writeString(root.resolve("a.yaml"), first);
        AtomicBoolean stop = new AtomicBoolean();
        List<String> torn = new ArrayList<>();
        Thread reader = new Thread(() -> {
            while (!stop.get()) {
                try {
                    String content = Files.readString(file);
                    if (!content.equals(first) && !content.equals(second)) {
                        torn.add("length " + content.length());
                    }
                } catch (IOException e) {
                    torn.add(e.toString());
                }
            }
        });
        reader.start();
        for (int i = 0; i < 200; i++) {
            replacer.replace(i % 2 == 0 ? edit("a.yaml", first, second) : edit("a.yaml", second, first));
        }
        stop.set(true);
        reader.join();
        assertThat(torn).isEmpty();
    }

    @Test
    public void isInterrupted() throws Exception {
        Files.writeString(root.resolve("a.yaml"), "old");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> replacer.replaceAll(List.of(edit("a.yaml", "old", "new"))))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(root.resolve("a.yaml")).hasContent("old");
    }
}
