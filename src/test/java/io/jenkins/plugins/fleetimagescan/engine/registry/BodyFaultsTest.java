package io.jenkins.plugins.fleetimagescan.engine.registry;

import static io.jenkins.plugins.fleetimagescan.engine.registry.FaultyRegistry.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException.Kind;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Rule;
import org.junit.Test;

/** Listings that are not, that never end, or that are just unusual. */
public class BodyFaultsTest {
    private static final String UNUSABLE = "the answer of SERVER cannot be used: ";
    private static final String NOT_JSON = " Check that the address is the one of a registry.";

    @Rule
    public final FaultyRegistry registry = new FaultyRegistry();

    private void answers(String headers, String body) {
        registry.server.answers(exchange -> exchange.reply(200, headers, body));
    }

    @Test
    public void jsonThatIsCutOff() {
        answers("", "{\"name\":\"team/app\",\"tags\":[\"1.0\",");
        registry.failsToList(Kind.INVALID_RESPONSE, 1, UNUSABLE + "it is not JSON (line 1, column 34)." + NOT_JSON);
    }

    @Test
    public void emptyBody() {
        answers("", "");
        registry.failsToList(Kind.INVALID_RESPONSE, 1, UNUSABLE + "it has no list of tags." + NOT_JSON);
    }

    @Test
    public void loginPage() {
        answers("Content-Type: text/html; charset=utf-8", "<!DOCTYPE html><title>Sign in</title>");
        registry.failsToList(Kind.NOT_A_REGISTRY, 1, webPage());
    }

    @Test
    public void webPageThatSaysItIsJson() {
        answers("", "\r\n<html></html>");
        registry.failsToList(Kind.NOT_A_REGISTRY, 1, webPage());
    }

    private static String webPage() {
        return UNUSABLE
                + "it is a web page. This is a login page or another site, not a registry; check the address and"
                + " whether a portal stands before it.";
    }

    @Test
    public void badUtf8() {
        registry.server.answers(exchange -> {
            exchange.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"tags\":[\"");
            exchange.out().write(new byte[] {(byte) 0xc3, (byte) 0x28, '"', ']', '}'});
        });
        registry.failsToList(Kind.INVALID_RESPONSE, 1, UNUSABLE + "it is not JSON (line 1, column …)." + NOT_JSON);
    }

    @Test
    public void gzipThatWasNotAskedFor() {
        answers("Content-Encoding: gzip", "\u001f\u008b");
        registry.failsToList(
                Kind.INVALID_RESPONSE,
                1,
                UNUSABLE
                        + "it is encoded with \"gzip\", which was not asked for. Check the proxy before the registry.");
    }

    @Test
    public void listThatIsAnObject() {
        answers("", "{\"tags\":{\"1.0\":1}}");
        registry.failsToList(Kind.INVALID_RESPONSE, 1, notTexts());
    }

    @Test
    public void listOfNumbers() {
        answers("", "{\"tags\":[1.0]}");
        registry.failsToList(Kind.INVALID_RESPONSE, 1, notTexts());
    }

    @Test
    public void listOfLists() {
        answers("", "{\"tags\":[[\"1.0\"]]}");
        registry.failsToList(Kind.INVALID_RESPONSE, 1, notTexts());
    }

    private static String notTexts() {
        return UNUSABLE + "its tags are not a list of texts." + NOT_JSON;
    }

    @Test
    public void errorWithStatus200() {
        answers("", "{\"errors\":[{\"code\":\"DENIED\"}]}");
        registry.failsToList(Kind.INVALID_RESPONSE, 1, UNUSABLE + "it has no list of tags." + NOT_JSON);
    }

    @Test
    public void otherJson() {
        answers("", "[\"1.0\"]");
        registry.failsToList(Kind.INVALID_RESPONSE, 1, UNUSABLE + "it has no list of tags." + NOT_JSON);
    }

    @Test
    public void nestedWithoutEnd() {
        answers("", "{\"x\":" + "[".repeat(100_000));
        registry.failsToList(
                Kind.INVALID_RESPONSE, 1, UNUSABLE + "it holds texts or nesting beyond all measure." + NOT_JSON);
    }

    @Test
    public void textWithoutEnd() {
        registry.server.answers(exchange -> endless(exchange.out(), "{\"tags\":[\"", "x".repeat(1024), null));
        registry.failsToList(
                Kind.INVALID_RESPONSE, 1, UNUSABLE + "it holds texts or nesting beyond all measure." + NOT_JSON);
    }

    @Test(timeout = 60_000)
    public void gibibyteOfFields() {
        AtomicLong sent = new AtomicLong();
        registry.server.answers(exchange -> endless(exchange.out(), "{\"x\":[", "\"" + "x".repeat(1000) + "\",", sent));
        registry.failsToList(Kind.INVALID_RESPONSE, 1, UNUSABLE + "it is larger than 64 MiB");
        // What the kernels hold on the way is more than was read, but not by much.
        assertThat(sent.get()).isLessThan(96L << 20);
    }

    @Test(timeout = 60_000)
    public void gibibyteOfErrors() {
        AtomicLong sent = new AtomicLong();
        registry.server.answers(exchange -> {
            exchange.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 1073741824\r\n\r\n");
            endless(exchange.out(), "", "x".repeat(1024), sent);
        });
        registry.failsToList(
                Kind.FORBIDDEN,
                1,
                "the credentials are known but may not read this repository (HTTP 403). Give their owner the right to"
                        + " pull it.");
        assertThat(sent.get()).isLessThan(32L << 20);
    }

    /** Writes until the client goes away, a gibibyte at most. */
    private static void endless(OutputStream out, String start, String part, AtomicLong sent)
            throws java.io.IOException {
        if (!start.isEmpty()) {
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n" + start)
                    .getBytes(StandardCharsets.US_ASCII));
        }
        byte[] bytes = part.repeat(64).getBytes(StandardCharsets.US_ASCII);
        for (long written = 0; written < 1L << 30; written += bytes.length) {
            out.write(bytes);
            if (sent != null) {
                sent.addAndGet(bytes.length);
            }
        }
    }

    @Test
    public void nullForNoTags() throws Exception {
        answers("", "{\"name\":\"team/app\",\"tags\":null}");
        assertThat(registry.tags()).isEmpty();
    }

    @Test
    public void unknownFieldsAndAnotherContentType() throws Exception {
        answers(
                "Content-Type: text/plain",
                "{\"child\":[\"no\"],\"manifest\":{\"sha256:1\":{\"tag\":[\"no\"],\"tags\":[\"no\"]}},\"tags\":[\"1.0\"],\"x\":1}");
        assertThat(registry.tags()).containsExactly("1.0");
    }

    @Test
    public void tagsTwiceOutOfOrderAndImpossible() throws Exception {
        answers("", page("b", "a", "b", "", "bad tag", "x\\ny", "1\\u0022", "-a", "x".repeat(129)));
        assertThat(registry.tags()).containsExactly("a", "b");
    }

    @Test
    public void oneByteAtATime() throws Exception {
        registry.server.answers(exchange -> {
            exchange.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            for (char c : page("1.0", "1.\\u0031").toCharArray()) {
                exchange.write(String.valueOf(c));
                Thread.sleep(1);
            }
        });
        assertThat(registry.tags()).containsExactly("1.0", "1.1");
    }
}
