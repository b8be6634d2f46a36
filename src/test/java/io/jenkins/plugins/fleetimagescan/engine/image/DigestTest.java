package io.jenkins.plugins.fleetimagescan.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.Test;

public class DigestTest {
    @Test
    public void algorithmsOfTheSpecification() {
        assertThat(Digest.isDigest("sha256:" + "0".repeat(64))).isTrue();
        assertThat(Digest.isDigest("sha512:" + "a".repeat(128))).isTrue();
        assertThat(Digest.isDigest("sha256+b64u:LCa0a2j_xo_5m0U8HTBBNBNCLXBkg7-g-YpeiGJm564"))
                .isTrue();
        assertThat(Digest.isDigest("multihash+base58:QmRZxt2b1FVZPNqd8hsiykDL3TdBDeTSPX9Kv46HmX4Gx8"))
                .isTrue();
    }

    @Test
    public void knownAlgorithmsHaveTheirLengthInLowerCase() {
        assertThat(Digest.isDigest("sha256:" + "0".repeat(63))).isFalse();
        assertThat(Digest.isDigest("sha256:" + "0".repeat(65))).isFalse();
        assertThat(Digest.isDigest("sha256:" + "A".repeat(64))).isFalse();
        assertThat(Digest.isDigest("sha512:" + "0".repeat(64))).isFalse();
        assertThat(Digest.isDigest("sha256:" + "0".repeat(64) + "\n")).isFalse();
    }

    @Test
    public void otherTextsAreRefusedWithAnExample() {
        assertThat(Digest.isDigest("")).isFalse();
        assertThat(Digest.isDigest("0".repeat(64))).isFalse();
        assertThat(Digest.isDigest("SHA256:" + "0".repeat(64))).isFalse();
        assertThatThrownBy(() -> new Digest("latest"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"latest\" is not a digest; one looks like sha256: followed by 64 lower-case hexadecimal"
                        + " digits");
    }
}
