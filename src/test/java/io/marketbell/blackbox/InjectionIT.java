package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.Reply;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.client.Subscription;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks are refused at every entry point, by place; ordinary trading texts are accepted. */
@ProductServer(shared = true)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InjectionIT {
    private static final String NOTICE = "{\"type\":\"SYSTEM_NOTICE\",\"body\":{\"note\":\"%s\"}}";
    private static final String ATTACK = "x' or 'a'='a";

    private static void assertRefused(RestClient.Answer answer, String place) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.body())
                .contains("/problems/suspicious-input", "\"pointer\":\"" + place + "\"")
                .doesNotContain("quote_break", "boolean", "union");
    }

    private static RestClient alice() {
        return MarketbellServer.shared().rest(MarketbellServer.ALICE);
    }

    private static RestClient publisher() {
        return MarketbellServer.shared().rest(MarketbellServer.PUBLISHER);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/notifications?after=1%20or%201%3D1, query/after",
        "/api/v1/notifications?after=1+union+select+2, query/after",
        "/api/v1/notifications?x'%20or%20'a'%3D'a, query",
        "/api/v1/notifications?file=..%2F..%2Fetc%2Fpasswd, query/file",
        "/api/v1/notifications?q=%c0%ae, query/q",
        "/api/v1/notifications?q=a%0ab, query/q",
        "/api/v1/notifications/x%27%20or%201%3D1--, path",
        "/api/v1/notifications/1%20or%20id, path"
    })
    void anAttackInTheUrlIsNamedByItsPlace(String path, String place) {
        assertRefused(alice().get(path.replace("'", "%27")), place);
    }

    @Test
    void headersThatCarryValuesAndCookiesAreInspected() {
        assertRefused(alice().with("X-Reference", ATTACK).get(RestClient.NOTIFICATIONS), "header/X-Reference");
        assertRefused(alice().with("Cookie", "theme=" + ATTACK).get(RestClient.NOTIFICATIONS), "cookie/theme");
        assertThat(alice().with("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) -- test")
                        .get(RestClient.NOTIFICATIONS)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anAttackInABodyIsNamedByItsPointer() {
        RestClient.Answer answer = publisher().post(RestClient.NOTIFICATIONS, NOTICE.formatted(ATTACK));
        assertRefused(answer, "/body/note");
        assertThat(answer.body())
                .contains(
                        "\"detail\":\"the notification was not published: the value at /body/note looks like an attack; "
                                + "rephrase it, or ask an operator to set marketbell.protection.injection.text.mode to report\"");
        assertRefused(
                MarketbellServer.shared()
                        .rest(MarketbellServer.ADMIN)
                        .post(
                                "/api/v1/api-keys",
                                "{\"user\":\"zoe\",\"roles\":[\"trader\"],\"tier\":\"standard\",\"label\":\"" + ATTACK
                                        + "\"}"),
                "/label");
    }

    @Test
    void anAttackInABatchRejectsItsItemOnly() {
        RestClient.Answer answer = publisher()
                .post(
                        RestClient.NOTIFICATIONS,
                        "[" + NOTICE.formatted("fine") + "," + NOTICE.formatted("1; drop table trades--") + "]");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body())
                .contains("\"accepted\":[{\"index\":0", "\"rejected\":[{\"index\":1", "/problems/suspicious-input");
    }

    @Test
    void anAttackInAFrameIsRefusedWithItsPlaceAndTheConnectionStaysOpen() {
        try (MarketbellClient client =
                MarketbellClient.connect(MarketbellServer.shared().base(), MarketbellServer.ALICE)) {
            client.send("{\"method\":\"subscribe\",\"params\":{\"instruments\":[\"" + ATTACK + "\"]},\"req_id\":901}");
            Reply refused = client.received().awaitReply(901);

            assertThat(refused.success()).isFalse();
            assertThat(refused.json().getString("method")).isEqualTo("subscribe");
            assertThat(refused.errorCode()).isEqualTo(400);
            assertThat(refused.error().toString())
                    .contains("/params/instruments/0")
                    .doesNotContain(ATTACK, "quote_break", "boolean", "union");

            assertThat(client.subscriptions().result().getJsonArray("subscriptions"))
                    .isEmpty();
            String subscription =
                    client.subscribe(Subscription.to("SYSTEM_NOTICE")).subscription();
            assertThat(subscription).isNotEmpty();
            assertThat(client.received().closed()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Buy the dip, don't sell before earnings",
                "price > 100 and volume < 5000 looks odd",
                "5% up\\nselect an order and drop it",
                "8=FIX.4.4|35=D|55=AAPL|54=1|38=100|44=585.33|",
                "O'Brien's order #7 -- GTC; do not cancel",
                "RSI below 30 and MACD > 0",
                "see ../README for details, or C:/trades/fills.csv",
                "@ES# up, @NQ# down"
            })
    void ordinaryTradingTextsAreAccepted(String note) {
        assertThat(publisher()
                        .post(RestClient.NOTIFICATIONS, NOTICE.formatted(note))
                        .status())
                .isEqualTo(202);
    }

    /** Last, because it needs its own server, and only one runs at a time. */
    @Test
    @Order(Integer.MAX_VALUE)
    void reportModeAcceptsAndLogsTheRule() {
        try (MarketbellServer server = MarketbellServer.with(
                "injection-report", Map.of("MARKETBELL_PROTECTION_INJECTION_TEXT_MODE", "report"))) {
            assertThat(server.rest(MarketbellServer.PUBLISHER)
                            .post(RestClient.NOTIFICATIONS, NOTICE.formatted(ATTACK))
                            .status())
                    .isEqualTo(202);
            assertThat(server.log()).contains("suspicious input (accepted)", "/body/note");
        }
    }
}
