package io.jenkins.plugins.fleetimagescan.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.Test;

/**
 * Cases of the distribution project's own tests of its grammar, and of what people write.
 *
 * @see <a href="https://github.com/distribution/reference/blob/main/reference_test.go">reference_test.go</a>
 */
public class ImageReferenceTest {
    private static final String SHA = "sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";

    private static void parses(String text, String registry, String repository, String tag, String digest)
            throws InvalidImageException {
        ImageReference image = ImageReference.parse(text);
        assertThat(image.registry()).as(text).isEqualTo(registry);
        assertThat(image.repository()).as(text).isEqualTo(repository);
        assertThat(image.tag()).as(text).isEqualTo(tag);
        assertThat(image.digest()).as(text).isEqualTo(digest == null ? null : new Digest(digest));
        assertThat(image).hasToString(text);
        assertThat(ImageReference.parse(image.toString())).isEqualTo(image).hasSameHashCodeAs(image);
    }

    private static void refuses(String text, String message) {
        assertThatThrownBy(() -> ImageReference.parse(text))
                .as(text)
                .isInstanceOf(InvalidImageException.class)
                .hasMessageContaining(message);
    }

    @Test
    public void namesWithoutARegistryAreOnDockerHub() throws Exception {
        parses("nginx", "docker.io", "library/nginx", null, null);
        parses("nginx:1.25", "docker.io", "library/nginx", "1.25", null);
        parses("team/app", "docker.io", "team/app", null, null);
        parses("a/b/c/d:x", "docker.io", "a/b/c/d", "x", null);
        parses("docker.io/nginx", "docker.io", "library/nginx", null, null);
        parses("docker.io/library/nginx", "docker.io", "library/nginx", null, null);
        parses("index.docker.io/nginx", "docker.io", "library/nginx", null, null);
        parses("registry-1.docker.io/team/app", "docker.io", "team/app", null, null);
    }

    @Test
    public void registriesAreToldByDotPortOrLocalhost() throws Exception {
        parses("test.com/repo:tag", "test.com", "repo", "tag", null);
        parses("test:5000/repo", "test:5000", "repo", null, null);
        parses("test:5000/repo:tag@" + SHA, "test:5000", "repo", "tag", SHA);
        parses("localhost/repo", "localhost", "repo", null, null);
        parses("localhost:8080/a/b", "localhost:8080", "a/b", null, null);
        parses("[2001:db8::1]:5000/repo", "[2001:db8::1]:5000", "repo", null, null);
        parses("[::1]/repo", "[::1]", "repo", null, null);
        parses("192.168.1.1:5000/repo", "192.168.1.1:5000", "repo", null, null);
        parses("GHCR.io/team/app", "ghcr.io", "team/app", null, null);
        parses("Uppercase/lowercase", "uppercase", "lowercase", null, null);
        parses("xn--n3h.com/myimage:xn--n3h", "xn--n3h.com", "myimage", "xn--n3h", null);
        parses("test-com/repo", "docker.io", "test-com/repo", null, null);
    }

    @Test
    public void tagsAndDigests() throws Exception {
        parses("repo@" + SHA, "docker.io", "library/repo", null, SHA);
        parses("repo:Tag_1.2-x@" + SHA, "docker.io", "library/repo", "Tag_1.2-x", SHA);
        parses("repo@sha512:" + "f".repeat(128), "docker.io", "library/repo", null, "sha512:" + "f".repeat(128));
        parses("test_com:8080", "docker.io", "library/test_com", "8080", null);
        parses("a:" + "t".repeat(128), "docker.io", "library/a", "t".repeat(128), null);
        refuses("a:" + "t".repeat(129), "is not a tag");
        refuses("a:", "is not a tag");
        refuses("a:-x", "is not a tag");
        refuses("a:.x", "is not a tag");
        refuses("a:b c", "is not a tag");
        refuses("repo@sha256:fff", "is not a digest");
        refuses("repo@sha256:" + "F".repeat(64), "is not a digest");
        refuses("repo@", "is not a digest");
        refuses("repo@" + SHA + "@" + SHA, "is not a digest");
    }

    @Test
    public void separatorsInPaths() throws Exception {
        // A first component with a dot is a registry, not a folder.
        refuses("a.b-c_d__e---f/g", "is not a registry host");
        refuses("localhost:65536/g", "is not a registry host with an optional port");
        parses("x.io/a.b-c_d__e---f/g", "x.io", "a.b-c_d__e---f/g", null, null);
        for (String bad : new String[] {"a..b", "a___b", "a._b", "-a", "a-", "_a", "a_", ".a", "a."}) {
            refuses("x.io/" + bad, "\"" + bad + "\" is not a path component");
        }
    }

    @Test
    public void whatIsNoImage() {
        refuses("", "the image name is empty");
        refuses(":tag", "is not a path component");
        refuses("@" + SHA, "is not a path component");
        refuses("Repo", "is not a path component");
        refuses("x.io/Repo", "is not a path component");
        refuses("x.io/", "is not a path component");
        refuses("x.io//a", "is not a path component");
        refuses("/a", "is not a path component");
        refuses("a b", "is not a path component");
        refuses(" nginx", "is not a path component");
        refuses("nginx\n", "is not a path component");
        refuses("https://x.io/a", "is not a registry host");
        refuses("-x.io/a", "is not a registry host");
        refuses("x.io:port/a", "is not a registry host");
        refuses("x..io/a", "is not a registry host");
        refuses("user@x.io/a", "is not a digest");
        refuses("[fe80::1%eth0]/a", "is not a registry host");
        refuses("ｎginx", "is not a path component");
    }

    @Test
    public void lengthCountsTheNormalisedName() throws Exception {
        String longest = "a".repeat(255 - "x.io/".length());
        parses("x.io/" + longest, "x.io", longest, null, null);
        refuses("x.io/" + longest + "a", "more than 255 characters");
        refuses("a".repeat(255 - "docker.io/library/".length() + 1), "more than 255 characters");
    }

    @Test
    public void theNameIsKeptAsWritten() throws Exception {
        assertThat(ImageReference.parse("nginx:1.25@" + SHA).name()).isEqualTo("nginx");
        assertThat(ImageReference.parse("Index.Docker.io/library/nginx").name())
                .isEqualTo("Index.Docker.io/library/nginx");
        assertThat(ImageReference.parse("nginx").canonicalName()).isEqualTo("docker.io/library/nginx");
    }

    @Test
    public void sameRepositoryHoweverSpelled() throws Exception {
        ImageReference nginx = ImageReference.parse("nginx:1");
        assertThat(nginx.sameRepository(ImageReference.parse("index.docker.io/library/nginx@" + SHA)))
                .isTrue();
        assertThat(nginx.sameRepository(ImageReference.parse("quay.io/library/nginx")))
                .isFalse();
        assertThat(nginx).isNotEqualTo(ImageReference.parse("nginx"));
    }

    @Test
    public void crossesToAnotherMachine() throws Exception {
        Selection selection = new Selection(ImageReference.parse("ghcr.io/team/app"), "1.0", new Digest(SHA));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(selection);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(selection).hasToString("ghcr.io/team/app:1.0@" + SHA);
        }
    }

    @Test(timeout = 5_000)
    public void longTextsTakeNoLongTime() {
        refuses("a-".repeat(200_000), "more than 255 characters");
        refuses("a.".repeat(200_000) + "/x", "more than 255 characters");
        refuses("a".repeat(1_000_000), "more than 255 characters");
        assertThat(Digest.isDigest("a.".repeat(200_000) + ":" + "0".repeat(64))).isFalse();
    }
}
