package io.jenkins.plugins.fleetimagescan.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import org.junit.Test;

public class ChallengeTest {
    private static List<Challenge> parse(String... headers) {
        return Challenge.parse(List.of(headers));
    }

    private static Challenge bearer(String... parameters) {
        Map<String, String> map = new java.util.TreeMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            map.put(parameters[i], parameters[i + 1]);
        }
        return new Challenge("bearer", map);
    }

    @Test
    public void dockerHub() {
        assertThat(parse("Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\","
                        + "scope=\"repository:library/nginx:pull\""))
                .containsExactly(bearer(
                        "realm", "https://auth.docker.io/token",
                        "service", "registry.docker.io",
                        "scope", "repository:library/nginx:pull"));
    }

    @Test
    public void anyOrderCaseQuotingAndSpacing() {
        assertThat(parse("  bEaReR   SCOPE = \"a b\" ,  Service=x , realm=https://a/b?c=d&e=f,,"))
                .containsExactly(bearer("scope", "a b", "service", "x", "realm", "https://a/b?c=d&e=f"));
    }

    @Test
    public void commasAndQuotesWithinAValue() {
        assertThat(parse("Bearer scope=\"repository:a:pull,push\", realm=\"say \\\"hi\\\", \\\\\""))
                .containsExactly(bearer("scope", "repository:a:pull,push", "realm", "say \"hi\", \\"));
    }

    @Test
    public void severalOnOneLine() {
        assertThat(parse("Negotiate, Basic realm=\"a, Bearer b\", charset=\"UTF-8\", Bearer realm=\"c\", NTLM"))
                .extracting(Challenge::scheme)
                .containsExactly("negotiate", "basic", "bearer", "ntlm");
    }

    @Test
    public void severalLines() {
        assertThat(parse("Basic realm=\"a\"", "Bearer realm=\"b\""))
                .containsExactly(new Challenge("basic", Map.of("realm", "a")), bearer("realm", "b"));
    }

    @Test
    public void oneSpreadOverSeveralLines() {
        assertThat(parse("Bearer realm=\"a\"", "scope=\"b\"")).containsExactly(bearer("realm", "a", "scope", "b"));
        assertThat(parse("realm=\"a\"")).isEmpty();
    }

    @Test
    public void opaqueValues() {
        assertThat(parse("Negotiate YII/abc+~==, Bearer realm=\"b\""))
                .containsExactly(new Challenge("negotiate", Map.of()), bearer("realm", "b"));
    }

    @Test
    public void parametersWithoutCommas() {
        assertThat(parse("Bearer realm=\"a\" service=\"b\"")).containsExactly(bearer("realm", "a", "service", "b"));
    }

    @Test
    public void quoteThatNeverEnds() {
        assertThat(parse("Bearer realm=\"a\\")).containsExactly(bearer("realm", "a\\"));
    }

    @Test
    public void garbageIsSkippedToTheNextComma() {
        assertThat(parse("(((, \"x\", Bearer realm=a")).containsExactly(bearer("realm", "a"));
    }

    @Test
    public void nothing() {
        assertThat(parse()).isEmpty();
        assertThat(parse("", " , ,")).isEmpty();
    }

    @Property
    void everyTextEnds(@ForAll @Chars({'B', 'a', '=', ',', '"', '\\', ' ', '/', '(', '\t'}) String header) {
        for (Challenge challenge : parse(header)) {
            assertThat(challenge.scheme()).isNotEmpty();
        }
    }

    @Property
    void quotedValuesSurvive(@ForAll @CharRange(from = ' ', to = '~') String value) {
        String quoted = "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        assertThat(parse("Basic realm=x, Bearer realm=" + quoted + ", service=y"))
                .containsExactly(new Challenge("basic", Map.of("realm", "x")), bearer("realm", value, "service", "y"));
    }
}
