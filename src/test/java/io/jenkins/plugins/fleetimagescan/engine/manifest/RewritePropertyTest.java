package io.jenkins.plugins.fleetimagescan.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** Whatever the document, the tag and the marked scalars: nothing else changes, and the tag reads back as written. */
public class RewritePropertyTest {
    @Property(tries = 600)
    void onlyMarkedScalarsChange(
            @ForAll long document, @ForAll("tags") String tag, @ForAll MarkerForm form, @ForAll long choice) {
        String text = new RandomYaml(new Random(document)).stream();
        Random random = new Random(choice);
        new RewriteCheck(tag, form).check(text.getBytes(StandardCharsets.UTF_8), number -> random.nextInt(3) > 0);
    }

    @Property(tries = 5000)
    void whatSomeReaderTakesForAnotherTypeIsAmbiguous(@ForAll("tags") String tag) {
        boolean yaml11 = new Resolver().resolve(NodeId.scalar, tag, true) != Tag.STR;
        boolean yaml12 = new CoreScalarResolver(true).resolve(tag, true) != org.snakeyaml.engine.v2.nodes.Tag.STR;
        if (yaml11 || yaml12) {
            assertThat(AmbiguousPlainScalar.matches(tag)).as(tag).isTrue();
        }
    }

    @Provide
    Arbitrary<String> tags() {
        Arbitrary<String> numberLike = Arbitraries.strings()
                .withChars("0123456789.-_eExXobabcdf")
                .ofMinLength(1)
                .ofMaxLength(10);
        Arbitrary<String> words = Arbitraries.of(
                "true",
                "No",
                "off",
                "null",
                "NULL",
                "y",
                "1.10",
                "1e3",
                "0x1F",
                "1_000",
                "2024-01-01",
                "2024-1-1",
                "0b11",
                "0o17",
                "017",
                "08",
                "1.",
                "1.e2",
                "nan",
                "inf",
                "latest",
                "v1.2.3",
                "1.2.3",
                "1.2.3-rc.1");
        Arbitrary<String> any = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .numeric()
                .withChars("._-")
                .ofMinLength(1)
                .ofMaxLength(128);
        return Arbitraries.oneOf(List.of(numberLike, words, any)).filter(ImageReference::isTag);
    }
}
