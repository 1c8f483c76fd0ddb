package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.testkit.browser.Browser;
import io.marketbell.testkit.client.Json;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The dashboard in a real browser, together with the demo market, within the default rate limits. */
@ProductServer
class DashboardIT {
    private static final long MOST_BYTES = 150_000;
    private static final long MOST_MILLIS = 1_000;
    private static final List<String> VIEWS =
            List.of("overview", "feed", "connections", "nodes", "dead-letters", "limits", "keys", "publish");
    private static final String GATHERED = "return JSON.stringify([...document.querySelectorAll('#feed .row .offset')]"
            + ".map(e => e.textContent).filter(Boolean))";

    private static final String STORED = "return JSON.stringify([{...sessionStorage}, {...localStorage}, window.name,"
            + " document.cookie, history.state, performance.getEntries()])";

    /** Opens the dashboard and tries to reach its elements until the page ends. */
    private static final String HELD = "const held = window.open('/'); window.tried = 0; setInterval(() => {"
            + " window.tried++; try { if (held.document.getElementById('shell')) window.reached = true; } catch {}"
            + " }, 10)";

    private static MarketbellServer server;
    private static Browser browser;

    @BeforeAll
    static void start() {
        // the browser first: without one, the server need not start
        browser = Browser.start(Integer.getInteger("marketbell.it.http.port"));
        server = MarketbellServer.with(
                "dashboard", Map.of("MARKETBELL_DEMO_ENABLED", "true", "MARKETBELL_RATELIMIT_MODE", "block"));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void theBrowserReportedNoErrors() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theFirstViewIsSmallAndUsableWithinASecond() {
        browser.openAs(MarketbellServer.ADMIN, "overview");
        browser.find(".plot canvas");
        List<Long> times = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < 3; i++) {
            times.add(browser.firstVisit(MarketbellServer.ADMIN, "/#/overview", ".state .level"));
            browser.find(".plot:last-child canvas");
            bytes = number("return [...performance.getEntriesByType('navigation'),"
                    + " ...performance.getEntriesByType('resource')].reduce((sum, e) => sum + e.transferSize, 0)");
        }
        System.out.println(
                "Dashboard, first view: usable after " + times + " ms, " + bytes + " bytes with all it shows");

        assertThat(Collections.min(times)).isLessThan(MOST_MILLIS);
        assertThat(bytes).isBetween(20_000L, MOST_BYTES);
    }

    @Test
    void aWrongKeyIsRefusedWithAMessageAndAValidOneOpensTheViewsOfItsRole() {
        browser.open("/index.html");
        browser.open("/");
        browser.type("input[name=key]", "mb_wrong");
        browser.press("Sign in");
        browser.awaitText(".fault", "not valid");
        assertThat(browser.complaints()).hasSize(1).allMatch(each -> each.contains("401"));

        browser.type("input[name=key]", MarketbellServer.ALICE);
        browser.press("Sign in");

        browser.awaitText("h1", "Live feed");
        assertThat(browser.all("#nav a")).extracting(WebElement::getText).containsExactly("Live feed");
        browser.open("/#/keys");
        browser.awaitText("main", "This page needs the role admin.");
    }

    @Test
    void theDemoMarketArrivesLiveAndIsFilteredAndPaused() {
        browser.openAs(MarketbellServer.ALICE, "feed");
        browser.awaitText("#feed-state", "Live");
        browser.awaitText("#feed", "Price update");

        browser.type("input[name=instruments]", "AAPL\n");
        browser.press("Clear");
        browser.await("#feed .row .about", about -> true);
        await().atMost(Duration.ofSeconds(15))
                .until(() -> browser.all("#feed .row .about").size() >= 2);
        assertThat(browser.all("#feed .row .about"))
                .extracting(WebElement::getText)
                .containsOnly("AAPL");

        browser.click("#pause");
        browser.awaitText("#pause", "wait");
        int shown = browser.all("#feed .row").size();
        browser.awaitText("#pause", "(2 waiting)");
        assertThat(browser.all("#feed .row")).hasSize(shown);
    }

    @Test
    void theDetailViewShowsAllFieldsAndAcknowledges() {
        browser.openAs(MarketbellServer.BOB, "feed");
        browser.await("#feed .row", row -> true);
        // prices would push the row out of a feed that a busy machine updates rarely
        browser.click(".menu summary");
        browser.click("input[value=ORDER_REJECTED]");
        browser.click("h1");
        publish("bob", "ORDER_REJECTED", "look-at-me", null);
        browser.await("#feed .row.order", row -> row.getText().contains("look-at-me"));
        browser.click("#pause");
        browser.all("#feed .row.order").stream()
                .filter(row -> row.getText().contains("look-at-me"))
                .findFirst()
                .orElseThrow()
                .click();
        browser.awaitText("dialog", "look-at-me");
        browser.awaitText("dialog", "Offset");
        browser.press("Acknowledge up to here");
        browser.awaitText("#announcements", "Acknowledged up to offset");
    }

    @Test
    void afterTheServerWasKilledTheFeedResumesWithoutAGap() {
        browser.openAs(MarketbellServer.ALICE, "feed");
        browser.awaitText("#feed-state", "Live");
        browser.click(".menu summary");
        for (String type : List.of("ORDER_ACCEPTED", "ORDER_FILLED", "ORDER_CANCELLED", "ORDER_REJECTED")) {
            browser.click("input[value=" + type + "]");
        }
        browser.click("h1");
        browser.press("Clear");
        await().atMost(Duration.ofSeconds(20)).until(() -> offsets().size() >= 3);

        server.kill9();
        browser.awaitText("#feed-state", "Reconnecting");
        browser.awaitText("#feed", "durable notifications are not lost");
        server.start();
        browser.await("#feed-reconnects", count -> count.getText().equals("1"));
        browser.awaitText("#feed-state", "Live");
        browser.awaitText("#feed", "Caught up to offset");
        long caughtUp = offsets().stream().mapToLong(Long::longValue).max().orElseThrow();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> offsets().stream().mapToLong(Long::longValue).max().orElseThrow() > caughtUp);
        browser.click("#pause");

        List<Long> shown = offsets().stream().sorted().toList();
        assertThat(history(shown.get(0), shown.get(shown.size() - 1))).isEqualTo(shown);
        // while the server is unreachable, the browser itself reports it; that is expected
        assertThat(browser.complaints()).allMatch(each -> each.contains("WebSocket connection to"));
    }

    @Test
    void aDeadLetterCanBeFoundViewedReplayedAndDeleted() {
        publish("nobody", "ORDER_ACCEPTED", "lost-1", "PT1S");
        RestClient operator = server.rest(MarketbellServer.OPERATOR);
        await().atMost(Duration.ofSeconds(30)).until(() -> !letters(operator).isEmpty());
        browser.openAs(MarketbellServer.OPERATOR, "dead-letters");
        browser.type("input[name=recipient]", "nobody");
        browser.press("Search");
        browser.click("tbody .open");
        browser.awaitText("dialog", "lost-1");
        browser.press("Replay");
        browser.awaitText("#announcements", "Replayed to nobody");
        browser.awaitText("tbody", "by operator");
        assertThat(letters(operator).get(0).asJsonObject()).containsKey("replayed_as");

        browser.click("tbody .open");
        browser.press("Delete");
        browser.awaitText("dialog:last-of-type", "deleted permanently");
        browser.click("dialog:last-of-type button.danger");
        browser.awaitText("#announcements", "Deleted");
        browser.awaitText("main", "No matches");
        assertThat(letters(operator)).isEmpty();
    }

    @Test
    void aKeyIsCreatedShownOnceAndRevoked() {
        browser.openAs(MarketbellServer.ADMIN, "keys");
        browser.click("#create-key");
        browser.press("Create");
        browser.await(
                "dialog [data-pointer='/user'] .fault",
                fault -> !fault.getText().isEmpty());
        browser.type("dialog input[name=user]", "dave");
        browser.type("dialog input[name=label]", "of the browser");
        browser.press("Create");
        String key = browser.await("#new-key", input -> true).getDomProperty("value");
        assertThat(server.rest(key).get("/api/v1/me").expect(200).json().getString("user"))
                .isEqualTo("dave");
        browser.click("dialog header button");
        assertThat(browser.text()).doesNotContain(key);

        browser.click("button[aria-label='Revoke the key of the browser of dave']");
        browser.awaitText("dialog", "cannot be undone");
        browser.click("dialog button.danger");
        browser.awaitText("#announcements", "revoked");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> server.rest(key).get("/api/v1/me").status() == 401);
        // the first attempt had no user: the server rejected it, and the browser's console shows that
        assertThat(browser.complaints()).hasSize(1).allMatch(each -> each.contains("400"));
    }

    @Test
    void publicationErrorsAreShownAtTheirFields() {
        browser.openAs(MarketbellServer.PUBLISHER, "publish");
        browser.type("input[name=recipients]", "");
        browser.find("input[name=recipients]").sendKeys("x", Keys.BACK_SPACE);
        browser.press("Publish");
        browser.await(
                "[data-pointer='/recipients'] .fault", fault -> !fault.getText().isEmpty());
        assertThat(browser.complaints()).hasSize(1).allMatch(each -> each.contains("400"));

        browser.type("input[name=recipients]", "bob");
        browser.press("Publish");
        browser.awaitText(".receipt", "Accepted");
        browser.press("Check status");
        browser.await(".receipt .tag", tag -> true);
        browser.await(".receipt", receipt -> receipt.getText().contains("expires"));
    }

    @Test
    void theNodesViewListsThisNode() {
        browser.openAs(MarketbellServer.OPERATOR, "nodes");
        browser.awaitText("#view-nodes tbody .tag", "Running");
        browser.awaitText("#view-nodes tbody .note", "this node");
    }

    @Test
    void everyViewFitsPhonesAndWideScreensInEitherTheme() {
        browser.openAs(MarketbellServer.ADMIN, "publish");
        browser.find("#theme");
        for (int width : new int[] {390, 1440}) {
            browser.size(width, 844);
            browser.click("#theme");
            for (String view : VIEWS) {
                browser.run("location.hash = '#/' + arguments[0]", view);
                browser.find("#view-" + view + " h1");
                // not innerWidth: an emulated phone enlarges it to the width of the content
                assertThat(number("return document.documentElement.scrollWidth"))
                        .as(view + " at " + width)
                        .isLessThanOrEqualTo(width);
            }
        }
        browser.size(1280, 900);
    }

    @Test
    void twoHundredNotificationsASecondLeaveTheFeedResponsiveAndBounded() {
        browser.openAs(MarketbellServer.ALICE, "feed");
        browser.awaitText("#feed-state", "Live");
        browser.run("window.gaps = []; let last = performance.now(); const step = now => { gaps.push(now - last);"
                + " last = now; requestAnimationFrame(step); }; requestAnimationFrame(step)");
        RestClient publisher = server.rest(MarketbellServer.PUBLISHER);
        long received = received();
        long began = System.nanoTime();
        int rounds = 15;
        for (int round = 0; round < rounds; round++) {
            int first = round * 40;
            publisher
                    .publishArray(IntStream.range(first, first + 40)
                            .mapToObj(n -> Json.object("{\"type\":\"PRICE_UPDATE\",\"instrument\":\"T" + n
                                    + "\",\"body\":{\"price\":\"1." + n + "\"}}"))
                            .toList())
                    .expect(202);
            long next = began + (round + 1) * 200_000_000L;
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(() -> System.nanoTime() >= next);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> received() - received >= rounds * 40);
        long slowest = number("return Math.round(Math.max(...gaps.slice(5)))");
        long usual = number("return Math.round([...gaps].sort((a, b) => a - b)[Math.floor(gaps.length * 0.95)])");
        System.out.println("Dashboard, feed at 200/s: 95 % of frames within " + usual + " ms, the slowest " + slowest
                + " ms, " + browser.all("#feed .row").size() + " rows");
        assertThat(browser.all("#feed .row")).hasSizeLessThanOrEqualTo(250);
        assertThat(usual).isLessThan(100);
    }

    @Test
    void anOperationIsTriedOutInSwaggerUi() {
        String operation = "#operations-identity-getMe";
        browser.open("/docs/");
        browser.click(".auth-wrapper .authorize");
        browser.type("#api_key_value", MarketbellServer.ALICE);
        browser.click(".auth-btn-wrapper .authorize");
        browser.click(".auth-btn-wrapper .btn-done");
        browser.click(operation + " .opblock-summary-control");
        browser.click(operation + " .execute");
        browser.awaitText(operation + " .live-responses-table tr.response .response-col_status", "200");
        browser.awaitText(operation + " .live-responses-table tr.response", "alice");
    }

    /** A script of the documents tries every store of the origin, and both windows. */
    @Test
    void scriptsOfTheDocumentsCannotReadTheKeyOfTheDashboard() {
        browser.openAs(MarketbellServer.ADMIN, "overview");
        browser.find(".state .level");

        browser.inNewWindow("window.name = 'dashboard'; window.open('/docs/', 'documents')", () -> {
            browser.awaitText("#api", "Marketbell");
            assertThat(browser.run("return window.opener")).isNull();
            assertThat(browser.run(STORED)).asString().doesNotContain(MarketbellServer.ADMIN);
            assertThat(browser.run("const found = window.open('', 'dashboard');"
                            + " try { return found === null || found.document.getElementById('shell') === null; }"
                            + " catch { return true; }"))
                    .isEqualTo(true);
        });
        assertThat(browser.text()).contains("Sign out");

        // in the same tab, also with a window that the documents open themselves
        browser.open("/docs/");
        browser.awaitText("#api", "Marketbell");
        assertThat(browser.run(STORED)).asString().doesNotContain(MarketbellServer.ADMIN);
        browser.inNewWindow(HELD, () -> browser.find("input[name=key]"));
        assertThat(browser.run("return window.tried > 0")).isEqualTo(true);
        assertThat(browser.run("return window.reached")).isNull();
        browser.open("/");
        browser.find("input[name=key]");
        browser.complaints();
    }

    private static void publish(String user, String type, String order, String timeToLive) {
        String more = timeToLive == null ? "" : ",\"time_to_live\":\"" + timeToLive + '"';
        server.rest(MarketbellServer.PUBLISHER)
                .post(
                        RestClient.NOTIFICATIONS,
                        "{\"type\":\"" + type + "\",\"recipients\":[\"" + user
                                + "\"],\"instrument\":\"AAPL\",\"body\":{" + "\"order_id\":\"" + order + "\"}" + more
                                + '}')
                .expect(202);
    }

    private static List<JsonValue> letters(RestClient operator) {
        return operator.get("/api/v1/dead-letters?recipient=nobody")
                .expect(200)
                .json()
                .getJsonArray("dead_letters");
    }

    /** The offsets shown in the feed. */
    private static List<Long> offsets() {
        return Json.read((String) browser.run(GATHERED)).asJsonArray().stream()
                .map(each -> Long.valueOf(((JsonString) each).getString()))
                .toList();
    }

    /** The offsets of alice's order notifications in this range, according to the server. */
    private static List<Long> history(long first, long last) {
        List<Long> offsets = new ArrayList<>();
        String types = "&type=ORDER_ACCEPTED&type=ORDER_FILLED&type=ORDER_CANCELLED&type=ORDER_REJECTED";
        long after = first - 1;
        while (after < last) {
            JsonObject page = server.rest(MarketbellServer.ALICE)
                    .get("/api/v1/notifications?limit=100&after=" + after + types)
                    .expect(200)
                    .json();
            page.getJsonArray("notifications")
                    .forEach(each -> offsets.add(
                            each.asJsonObject().getJsonNumber("offset").longValue()));
            long next = page.getJsonNumber("next_after").longValue();
            if (next <= after) {
                break;
            }
            after = next;
        }
        return offsets.stream().filter(offset -> offset <= last).toList();
    }

    private static long received() {
        return number("return Number(document.getElementById('feed-received').textContent.replaceAll(',', ''))");
    }

    private static long number(String script) {
        return ((Number) browser.run(script)).longValue();
    }
}
