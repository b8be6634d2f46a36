package io.jenkins.plugins.fleetimagescan.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class WorkspaceTreeTest {
    private static final byte[] NEEDLE = "$imagescan".getBytes(StandardCharsets.UTF_8);

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private Path root;
    private WorkspaceTree tree;

    @Before
    public void createTree() throws IOException {
        root = temporary.newFolder("workspace").toPath().toRealPath();
        tree = new WorkspaceTree(root);
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    @Test
    public void findsFilesInOrderWithoutGitFolders() throws Exception {
        for (String path : List.of("b.yaml", "a/c.yaml", "a.yaml", "a/.git/x.yaml", ".git/y.yaml", ".github/z.yaml")) {
            write(path, "x");
        }
        write("a/sub/.git", "gitdir: elsewhere");
        assertThat(tree.find(path -> path.endsWith(".yaml")))
                .containsExactly(".github/z.yaml", "a.yaml", "a/c.yaml", "b.yaml");
    }

    @Test
    public void doesNotFollowSymbolicLinks() throws Exception {
        Path outside = temporary.newFolder("outside").toPath();
        Files.writeString(outside.resolve("secret.yaml"), "$imagescan");
        write("real/in.yaml", "$imagescan");
        Files.createSymbolicLink(root.resolve("link.yaml"), outside.resolve("secret.yaml"));
        Files.createSymbolicLink(root.resolve("folder"), outside);
        Files.createSymbolicLink(root.resolve("inner"), root.resolve("real"));
        Files.createSymbolicLink(root.resolve("real/loop"), root);

        assertThat(tree.findContaining(NEEDLE, path -> true)).containsExactly("real/in.yaml");
        for (String path : List.of("link.yaml", "folder/secret.yaml", "inner/in.yaml", "real/loop/real/in.yaml")) {
            assertThatThrownBy(() -> tree.read(path)).as(path).isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    public void doesNotLeaveTheTree() throws Exception {
        Files.writeString(root.resolveSibling("outside.yaml"), "x");
        write("a/b.yaml", "x");
        for (String path : List.of(
                "../outside.yaml",
                "a/../../outside.yaml",
                "a/../a/b.yaml",
                root.resolve("a/b.yaml").toString(),
                "",
                "a",
                "a/b.yaml/c",
                "./a/b.yaml",
                "missing",
                "a\0b")) {
            assertThatThrownBy(() -> tree.read(path)).as(path).isInstanceOf(NoSuchFileException.class);
        }
        assertThat(tree.read("a/b.yaml")).containsExactly('x');
        assertThat(tree.size("a/b.yaml")).isEqualTo(1);
    }

    @Test
    public void mayItselfBeReachedThroughALink() throws Exception {
        write("a.yaml", "x");
        Path link = Files.createSymbolicLink(temporary.getRoot().toPath().resolve("link"), root);
        assertThat(new WorkspaceTree(link).find(path -> true)).containsExactly("a.yaml");
        assertThat(new WorkspaceTree(link).read("a.yaml")).containsExactly('x');
    }

    @Test
    public void findsTheNeedleAcrossReads() throws Exception {
        // The buffer has 65,536 bytes: the needle ends before, at and behind that place.
        List<String> expected = new ArrayList<>();
        for (int start = 65_520; start <= 65_540; start++) {
            String name = start + ".yaml";
            write(name, "x".repeat(start) + "$imagescan" + "x".repeat(start % 3));
            expected.add(name);
        }
        write("almost.yaml", "$imagesca$imagesca".repeat(20_000));
        write("empty.yaml", "");
        assertThat(tree.findContaining(NEEDLE, path -> true)).isEqualTo(expected);
    }

    @Test
    public void findsTheSameAsGrepInManyFiles() throws Exception {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            String name = "%d/%03d.yaml".formatted(i % 7, i);
            boolean marked = i % 3 == 0;
            write(name, marked ? "a # $imagescan" : "a # imagescan");
            if (marked) {
                expected.add(name);
            }
        }
        assertThat(tree.findContaining(NEEDLE, path -> true))
                .isEqualTo(expected.stream().sorted().toList());
    }

    @Test
    public void endsWhenInterrupted() throws Exception {
        write("a.yaml", "$imagescan");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> tree.findContaining(NEEDLE, path -> true)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    public void passesOnWhatAFilterThrows() throws Exception {
        write("a.yaml", "x");
        assertThatThrownBy(() -> tree.find(path -> {
                    throw new IllegalArgumentException("of the filter");
                }))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
