package io.jenkins.plugins.fleetimagescan.engine.registry;

import static io.jenkins.plugins.fleetimagescan.engine.registry.FaultyRegistry.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException.Kind;
import org.junit.Rule;
import org.junit.Test;

/** Redirects: credentials stay at home, and some places are not gone to at all. */
public class RedirectFaultsTest {
    @Rule
    public final FaultyRegistry registry = new FaultyRegistry();

    /** Asks for a password first, so that there is one to lose. */
    private void redirectsTo(int status, String location) {
        registry.server.answers(exchange -> {
            if (exchange.request().header("Authorization") == null) {
                exchange.reply(401, "WWW-Authenticate: Basic realm=\"registry\"", "");
            } else {
                exchange.reply(status, location == null ? "" : "Location: " + location, "");
            }
        });
    }

    private void leavesWithoutThePassword(int status) throws Exception {
        registry.stranger.answers(exchange -> exchange.reply(200, "", page("1.0")));
        redirectsTo(status, registry.stranger.base() + "/v2/team/app/tags/list");
        assertThat(registry.tags()).containsExactly("1.0");
        assertThat(registry.stranger.requests()).hasSize(1);
        assertThat(registry.stranger.requests().get(0).header("Authorization")).isNull();
        assertThat(registry.counts).isEqualTo(new RequestCounts(1, 0, 0, 0, 1, 0, 1));
    }

    @Test
    public void movedPermanentlyToAnotherHost() throws Exception {
        leavesWithoutThePassword(301);
    }

    @Test
    public void foundOnAnotherHost() throws Exception {
        leavesWithoutThePassword(302);
    }

    @Test
    public void temporaryRedirectToAnotherHost() throws Exception {
        leavesWithoutThePassword(307);
    }

    @Test
    public void otherHostThatWantsThePassword() {
        registry.stranger.answers(exchange -> exchange.reply(401, "WWW-Authenticate: Basic realm=\"registry\"", ""));
        redirectsTo(302, registry.stranger.base() + "/login");
        registry.failsToList(
                Kind.UNSAFE_LOCATION,
                2,
                "it redirected to STRANGER, which wants a login (HTTP 401); credentials are not sent there. If that is"
                        + " the real registry, use its name in the image.");
        assertThat(registry.stranger.requests()).hasSize(1);
    }

    @Test
    public void otherHostThatWantsATokenBeforeAnythingWasAsked() {
        registry.stranger.answers(exchange ->
                exchange.reply(401, "WWW-Authenticate: Bearer realm=\"" + registry.stranger.base() + "/token\"", ""));
        registry.server.answers(exchange -> exchange.reply(302, "Location: " + registry.stranger.base() + "/v2/", ""));
        registry.failsToList(
                Kind.UNSAFE_LOCATION,
                1,
                "it redirected to STRANGER, which wants a login (HTTP 401); credentials are not sent there. If that is"
                        + " the real registry, use its name in the image.");
        assertThat(registry.stranger.requests()).hasSize(1);
    }

    @Test
    public void loginPageOnAnotherHost() {
        registry.stranger.answers(
                exchange -> exchange.reply(200, "Content-Type: text/html", "<html>Please log in</html>"));
        redirectsTo(302, registry.stranger.base() + "/login");
        registry.failsToList(
                Kind.NOT_A_REGISTRY,
                2,
                "the answer of STRANGER cannot be used: it is a web page. This is a login page or another site, not a"
                        + " registry; check the address and whether a portal stands before it.");
    }

    @Test
    public void withinTheHostThePasswordGoesAlong() throws Exception {
        registry.server.answers(exchange -> {
            if (exchange.request().header("Authorization") == null) {
                exchange.reply(401, "WWW-Authenticate: Basic realm=\"registry\"", "");
            } else if (exchange.request().target().startsWith("/v2/")) {
                exchange.reply(308, "Location: /moved/list", "");
            } else {
                exchange.reply(200, "", page("1.0"));
            }
        });
        assertThat(registry.tags()).containsExactly("1.0");
        assertThat(registry.server.requests()).hasSize(3);
    }

    @Test
    public void toAHostThatIsDownIsSaidOfThatHost() throws Exception {
        registry.stranger.close();
        redirectsTo(302, registry.stranger.base() + "/v2/");
        registry.failsToList(
                Kind.UNREACHABLE,
                5,
                "STRANGER does not accept connections. Check the address, and whether the registry is running.");
    }

    @Test
    public void inCircles() {
        redirectsTo(302, "/v2/team/app/tags/list?n=1000");
        registry.failsToList(
                Kind.INVALID_RESPONSE, 7, "SERVER redirected more than 5 times. Check the address of the registry.");
    }

    @Test
    public void toNowhere() {
        redirectsTo(302, null);
        registry.failsToList(
                Kind.INVALID_RESPONSE,
                2,
                "SERVER answered in a way that registries do not (HTTP 302). Check the address of the registry.");
    }

    @Test
    public void toAnAddressWithoutSense() {
        redirectsTo(302, "http://[::1/list");
        registry.failsToList(
                Kind.INVALID_RESPONSE,
                2,
                "SERVER redirected to an address that makes no sense. Check the address of the registry.");
    }

    @Test
    public void toAFile() {
        redirectsTo(302, "file://localhost/etc/passwd");
        registry.failsToList(
                Kind.UNSAFE_LOCATION,
                2,
                "SERVER redirected to file://localhost, which was not followed: only https addresses are gone to. Check"
                        + " the address of the registry.");
    }

    @Test
    public void toPlainHttpElsewhere() {
        redirectsTo(302, "http://registry.example.com/v2/");
        registry.failsToList(
                Kind.UNSAFE_LOCATION,
                2,
                "SERVER redirected to http://registry.example.com, which was not followed: http://registry.example.com"
                        + " is not encrypted. Plain HTTP is used only for loopback hosts and registries listed as"
                        + " insecure. Check the address of the registry.");
    }

    @Test
    public void toAnAddressWithAUser() {
        redirectsTo(302, "https://user:pass@registry.example.com/");
        registry.failsToList(
                Kind.UNSAFE_LOCATION,
                2,
                "SERVER redirected to https://registry.example.com, which was not followed: the address names no host,"
                        + " or a user. Check the address of the registry.");
    }
}
