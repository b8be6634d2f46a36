package io.jenkins.plugins.fleetimagescan.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** For all references that the grammar makes, and for all texts. */
class ImageReferencePropertiesTest {
    private static Arbitrary<String> letters(String allowed, int min, int max) {
        return Arbitraries.strings().withChars(allowed).ofMinLength(min).ofMaxLength(max);
    }

    private static Arbitrary<String> component() {
        Arbitrary<String> part = letters("abcxyz0189", 1, 5);
        return Combinators.combine(part, Arbitraries.of(".", "_", "__", "-", "---"), part)
                .as((a, separator, b) -> a + separator + b);
    }

    @Provide
    Arbitrary<String> references() {
        Arbitrary<String> host = Arbitraries.of(
                "",
                "",
                "localhost/",
                "docker.io/",
                "index.docker.io/",
                "ghcr.io/",
                "Registry.Example.com:5000/",
                "10.0.0.1/",
                "[::1]:5000/");
        Arbitrary<String> path = component().list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join("/", parts));
        Arbitrary<String> tag = letters("abcXYZ019_", 1, 1)
                .flatMap(first -> letters("abcXYZ019_.-", 0, 127).map(rest -> ":" + first + rest));
        Arbitrary<String> digest = letters("0123456789abcdef", 64, 64).map(hex -> "@sha256:" + hex);
        return Combinators.combine(host, path, tag.optional(), digest.optional())
                .as((h, p, t, d) ->
                        // A first component with a dot would be taken for a registry.
                        (h.isEmpty() ? p.replace('.', '-') : h + p) + t.orElse("") + d.orElse(""));
    }

    @Property
    void textIsTheInverseOfParsing(@ForAll("references") String text) throws Exception {
        ImageReference image = ImageReference.parse(text);
        assertThat(image).hasToString(text);
        assertThat(image.toString())
                .isEqualTo(image.name()
                        + (image.tag() == null ? "" : ":" + image.tag())
                        + (image.digest() == null ? "" : "@" + image.digest()));
    }

    @Property
    void canonicalNameMeansTheSameRepository(@ForAll("references") String text) throws Exception {
        ImageReference image = ImageReference.parse(text);
        ImageReference canonical = ImageReference.parse(image.canonicalName());
        assertThat(canonical.sameRepository(image)).isTrue();
        assertThat(canonical.canonicalName()).isEqualTo(image.canonicalName());
    }

    @Property
    void anyTextIsReadExactlyOrRefused(@ForAll String text) {
        try {
            assertThat(ImageReference.parse(text)).hasToString(text);
        } catch (InvalidImageException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Property
    void nearlyReferencesAreReadExactlyOrRefused(
            @ForAll("references") String text, @ForAll int at, @ForAll("strangers") char stranger) {
        StringBuilder changed = new StringBuilder(text);
        changed.insert(Math.floorMod(at, text.length() + 1), stranger);
        anyTextIsReadExactlyOrRefused(changed.toString());
    }

    @Provide
    Arbitrary<Character> strangers() {
        return Arbitraries.of(':', '/', '@', '.', '_', '-', 'A', ' ', '\n', '[', ']', '%', 'é', '\0');
    }
}
