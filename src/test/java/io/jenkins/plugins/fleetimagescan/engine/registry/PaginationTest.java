package io.jenkins.plugins.fleetimagescan.engine.registry;

import static io.jenkins.plugins.fleetimagescan.engine.registry.FaultyRegistry.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException.Kind;
import io.jenkins.plugins.fleetimagescan.testing.ScriptedServer.Request;
import org.junit.Rule;
import org.junit.Test;

/** Listings in pages, with the next page written in every way that registries have. */
public class PaginationTest {
    @Rule
    public final FaultyRegistry registry = new FaultyRegistry();

    /** First page with this header, then a page without one. */
    private void leadsTo(String link, String secondTarget) throws Exception {
        registry.server.answers(exchange -> {
            if (exchange.number() == 1) {
                exchange.reply(200, link, page("1.0"));
            } else {
                exchange.reply(200, "", page("2.0"));
            }
        });
        assertThat(registry.tags()).containsExactly("1.0", "2.0");
        assertThat(registry.server.requests())
                .extracting(Request::target)
                .containsExactly("/v2/team/app/tags/list?n=1000", secondTarget);
        assertThat(registry.counts).isEqualTo(new RequestCounts(2, 0, 0, 0, 0, 0, 0));
    }

    @Test
    public void pathFromTheRoot() throws Exception {
        leadsTo(
                "Link: </v2/team/app/tags/list?last=1.0&n=1000>; rel=\"next\"",
                "/v2/team/app/tags/list?last=1.0&n=1000");
    }

    @Test
    public void queryAlone() throws Exception {
        leadsTo("Link: <?last=1.0>; rel=next", "/v2/team/app/tags/list?last=1.0");
    }

    @Test
    public void pathFromThePage() throws Exception {
        leadsTo("link: <list?last=1.0>;REL=Next", "/v2/team/app/tags/list?last=1.0");
    }

    @Test
    public void wholeAddress() throws Exception {
        leadsTo(
                "Link: <" + registry.server.base() + "/v2/_tags/team/app?page=2>; title=\"a, b; c\"; rel=\"next\"",
                "/v2/_tags/team/app?page=2");
    }

    @Test
    public void addressWithTheSchemeAndPortOfSomethingBehindAProxy() throws Exception {
        leadsTo("Link: <https://127.0.0.1/v2/next>; rel=\"next\"", "/v2/next");
    }

    @Test
    public void severalLinksOnOneLine() throws Exception {
        leadsTo("Link: </v2/first>; rel=\"first\", </v2/a,b;c>; rel=\"last next\"", "/v2/a,b;c");
    }

    @Test
    public void severalLines() throws Exception {
        leadsTo("Link: </v2/first>; rel=first\nLink: </v2/second>; rel=next", "/v2/second");
    }

    @Test
    public void charactersThatShouldHaveBeenEncoded() throws Exception {
        leadsTo("Link: </v2/x?last=a b|c\"d%20>; rel=next", "/v2/x?last=a%20b%7Cc%22d%20");
    }

    @Test
    public void otherRelations() throws Exception {
        registry.server.answers(
                exchange -> exchange.reply(200, "Link: </v2/x>; rel=\"prev\", </v2/y>; title=next", page("1.0")));
        assertThat(registry.tags()).containsExactly("1.0");
    }

    @Test
    public void emptyPageInTheMiddle() throws Exception {
        registry.server.answers(exchange -> exchange.reply(
                200,
                exchange.number() < 3 ? "Link: </v2/" + exchange.number() + ">; rel=next" : "",
                exchange.number() == 2 ? "{\"tags\":null}" : page("1." + exchange.number())));
        assertThat(registry.tags()).containsExactly("1.1", "1.3");
    }

    @Test
    public void pageThatPointsToItself() {
        registry.server.answers(
                exchange -> exchange.reply(200, "Link: <" + exchange.request().target() + ">; rel=next", page("1.0")));
        registry.failsToList(Kind.INVALID_RESPONSE, 1, loop());
    }

    @Test
    public void pagesThatPointToEachOther() {
        registry.server.answers(exchange -> exchange.reply(
                200, "Link: </v2/" + (exchange.number() % 2 == 0 ? "even" : "odd") + ">; rel=next", page("1.0")));
        registry.failsToList(Kind.INVALID_RESPONSE, 3, loop());
    }

    private static String loop() {
        return "the listing never ends: a page points to one that was read before. This is a fault of the registry;"
                + " report it to whoever runs it.";
    }

    @Test(timeout = 60_000)
    public void pagesWithoutEnd() {
        registry.server.answers(exchange ->
                exchange.reply(200, "Link: </v2/" + exchange.number() + ">; rel=next", page("1." + exchange.number())));
        registry.failsToList(
                Kind.INVALID_RESPONSE,
                2000,
                "the listing has more than 2000 pages. This is more than any real repository has; check the registry, or"
                        + " delete old tags.");
    }

    @Test
    public void nextPageOnAnotherHost() {
        registry.server.answers(
                exchange -> exchange.reply(200, "Link: <http://localhost:1/v2/x>; rel=next", page("1.0")));
        registry.failsToList(
                Kind.UNSAFE_LOCATION,
                1,
                "the next page is said to be at http://localhost:1, which is another host; it was not asked. If a proxy"
                        + " stands before the registry, make it pass on the host name.");
    }

    @Test
    public void nextPageWithoutSense() {
        registry.server.answers(exchange -> exchange.reply(200, "Link: <http://[x>; rel=next", page("1.0")));
        registry.failsToList(
                Kind.INVALID_RESPONSE,
                1,
                "the address of the next page makes no sense. This is a fault of the registry; report it to whoever runs"
                        + " it.");
    }

    @Test
    public void passwordOnEachPage() throws Exception {
        registry.server.answers(exchange -> {
            if (exchange.request().header("Authorization") == null) {
                exchange.reply(401, "WWW-Authenticate: Basic realm=x", "");
            } else {
                exchange.reply(
                        200, exchange.number() < 4 ? "Link: </v2/" + exchange.number() + ">; rel=next" : "", page("1"));
            }
        });
        assertThat(registry.tags()).containsExactly("1");
        assertThat(registry.counts).isEqualTo(new RequestCounts(3, 0, 0, 0, 1, 0, 0));
    }
}
