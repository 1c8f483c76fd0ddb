package io.marketbell.blackbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.RawSocket;
import io.marketbell.testkit.client.Reply;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.client.Subscription;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every client error has its own response, without a stack trace. */
@ProductServer(shared = true)
class BadInputIT {
    private static final String FILL = "{\"type\":\"ORDER_FILLED\",\"recipients\":[\"alice\"]";

    private final MarketbellServer server = MarketbellServer.shared();

    static Stream<Arguments> publications() {
        return Stream.of(
                Arguments.of("no JSON", RestClient.JSON, "{\"type\":", 400, "malformed"),
                Arguments.of("wrong JSON", RestClient.JSON, "\"fill\"", 400, ""),
                Arguments.of("an unknown type", RestClient.JSON, "{\"type\":\"ORDER_FILED\"}", 400, "ORDER_FILLED"),
                Arguments.of("a wrong JSON type", RestClient.JSON, FILL + ",\"instrument\":7}", 400, "/instrument"),
                Arguments.of("no recipients", RestClient.JSON, "{\"type\":\"ORDER_FILLED\"}", 400, "/recipients"),
                Arguments.of(
                        "empty recipients",
                        RestClient.JSON,
                        "{\"type\":\"ORDER_FILLED\",\"recipients\":[]}",
                        400,
                        "/recipients"),
                Arguments.of(
                        "a misspelt field",
                        RestClient.JSON,
                        "{\"type\":\"SYSTEM_NOTICE\",\"recipient\":[\"alice\"]}",
                        400,
                        "recipients"),
                Arguments.of(
                        "a negative time to live",
                        RestClient.JSON,
                        FILL + ",\"time_to_live\":\"-PT5S\"}",
                        400,
                        "/time_to_live"),
                Arguments.of(
                        "a body of 17 KiB",
                        RestClient.JSON,
                        FILL + ",\"body\":{\"note\":\"" + "x".repeat(17 << 10) + "\"}}",
                        400,
                        "/body"),
                Arguments.of("1,001 items", RestClient.JSON, "[" + (FILL + "},").repeat(1_000) + FILL + "}]", 413, ""),
                Arguments.of("1,001 lines", RestClient.NDJSON, (FILL + "}\n").repeat(1_001), 413, ""),
                Arguments.of("no items", RestClient.JSON, "[]", 400, ""),
                Arguments.of("XML", "application/xml", "<fill/>", 415, ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("publications")
    void aBadPublicationIsRefusedWithAProblem(String what, String type, String body, int status, String names) {
        RestClient.Answer answer = server.rest(MarketbellServer.PUBLISHER)
                .send("POST", RestClient.NOTIFICATIONS, type, body.getBytes(UTF_8));

        assertThat(answer.status()).as(what).isEqualTo(status);
        assertThat(answer.response().headers().firstValue("Content-Type"))
                .hasValueSatisfying(found -> assertThat(found).startsWith("application/problem+json"));
        assertThat(answer.response().body()).contains(names).doesNotContain("Exception", "\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json;q=abc", "*/*;q=", "json", "*/*;q=2"})
    void aMalformedAcceptIsRefusedOnEveryPath(String accept) throws Exception {
        for (String path : List.of("/api/v1/notifications", "/problems/", "/", "/api/v1/monitoring/stream")) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(server.base().resolve(path))
                                    .header("X-API-Key", MarketbellServer.ADMIN)
                                    .header("Accept", accept)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(path).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "notifications?limit=-1, limit",
        "notifications?after=1&after=2, after",
        "dead-letters?limit=201, limit",
        "dead-letters?type=ORDER_FILLED&type=RISK_ALERT, type",
        "audit?limit=-1, limit",
        "audit?after=-1, after",
        "audit?limit=5&limit=6, limit",
        "api-keys?limit=0, limit",
        "api-keys?after=&after=x, after",
        "rate-limits?limit=-1, limit",
        "rate-limits?limit=1&limit=1, limit",
        "monitoring/summary?window=1m&window=5m, window"
    })
    void aParameterThatIsRepeatedOrOutOfRangeIsNamed(String target, String parameter) {
        RestClient.Answer answer = server.rest(MarketbellServer.ADMIN).get("/api/v1/" + target);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("\"pointer\":\"" + parameter + '"');
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"offset\":1e99999999999}", "{\"offset\":1,\"offset\":2}", "["})
    void anAcknowledgementInInvalidJsonIsRefused(String body) {
        String sent = body.equals("[") ? body.repeat(1_001) : body;

        assertThat(server.rest(MarketbellServer.ALICE)
                        .send("POST", RestClient.NOTIFICATIONS + "/acks", RestClient.JSON, sent.getBytes(UTF_8))
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json;q=abc",
                "application/json;charset=utf-16",
                "application/json;charset=none",
                "application/json;charset=ISO-8859-1",
                "*/*",
                "application/*",
                "garbage"
            })
    void aContentTypeThatCannotBeReadIsRefused(String type) {
        assertThat(server.rest(MarketbellServer.PUBLISHER)
                        .send("POST", RestClient.NOTIFICATIONS, type, (FILL + "}").getBytes(UTF_8))
                        .status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @CsvSource({"br, 0, 415", "zstd, 0, 415", "gzip, 0, 202", "gzip, 8, 400", "gzip, 1, 400", "gzip, 12, 400"})
    void aCodedBodyIsReadCompletelyOrRefused(String coding, int missing, int status) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (OutputStream out = coding.equals("gzip") ? new GZIPOutputStream(body) : body) {
            out.write((FILL + "}").getBytes(UTF_8));
        }
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.base().resolve(RestClient.NOTIFICATIONS))
                                .header("X-API-Key", MarketbellServer.PUBLISHER)
                                .header("Content-Type", RestClient.JSON)
                                .header("Content-Encoding", coding)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(
                                        Arrays.copyOf(body.toByteArray(), body.size() - missing)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Accept-Encoding").isPresent()).isEqualTo(status == 415);
    }

    @Test
    void anItemNestedThousandsOfLevelsDeepIsRejectedAlone() {
        String deep = FILL + ",\"body\":" + "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_001);
        RestClient.Answer answer = server.rest(MarketbellServer.PUBLISHER)
                .send(
                        "POST",
                        RestClient.NOTIFICATIONS,
                        RestClient.JSON,
                        ("[" + deep + "," + FILL + "}]").getBytes(UTF_8));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.response().body()).contains("\"index\":1", "\"rejected\":[{\"index\":0");
    }

    @Test
    void invalidUtf8IsRefused() {
        byte[] body = (FILL + ",\"instrument\":\"A?PL\"}").getBytes(UTF_8);
        body[new String(body, UTF_8).indexOf('?')] = (byte) 0xFF;

        assertThat(server.rest(MarketbellServer.PUBLISHER)
                        .send("POST", RestClient.NOTIFICATIONS, RestClient.JSON, body)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void oneBadLineRejectsThatLineOnly() {
        RestClient.Answer answer =
                server.rest(MarketbellServer.PUBLISHER).publishNdjson(FILL + "}\n{\"type\":\n" + FILL + "}\n");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.response().body()).contains("\"index\":0", "\"index\":2", "\"rejected\":[{\"index\":1");
    }

    @Test
    void rolesAreKept() {
        assertThat(server.rest(MarketbellServer.ALICE)
                        .send("POST", RestClient.NOTIFICATIONS, RestClient.JSON, (FILL + "}").getBytes(UTF_8))
                        .status())
                .isEqualTo(403);
        assertThat(RestClient.anonymous(server.base())
                        .get(RestClient.NOTIFICATIONS)
                        .status())
                .isEqualTo(401);
        assertThat(RestClient.withKey(server.base(), "mb_wrong")
                        .get(RestClient.NOTIFICATIONS)
                        .status())
                .isEqualTo(401);
        assertThat(server.rest(MarketbellServer.BOB).get("/api/v1/dead-letters").status())
                .isEqualTo(403);
    }

    static Stream<Arguments> frames() {
        return Stream.of(
                close("malformed JSON", 4102, socket -> socket.sendText("{\"method\":")),
                close("no method", 4102, socket -> socket.sendText("{\"params\":{}}")),
                close("an unknown method", 4102, socket -> socket.sendText("{\"method\":\"shout\"}")),
                close("a binary frame", 1003, socket -> socket.sendFrame(true, RawSocket.BINARY, new byte[] {1, 2})),
                close(
                        "invalid UTF-8",
                        1007,
                        socket -> socket.sendFrame(true, RawSocket.TEXT, new byte[] {'{', (byte) 0xC3, '(', '}'})),
                close("a frame of 65 KiB", 1009, socket -> socket.sendFrame(true, RawSocket.TEXT, new byte[65 << 10])),
                close(
                        "65 KiB in fragments",
                        1009,
                        socket -> socket.sendFragments("x".repeat(65 << 10).getBytes(UTF_8), 1_000)));
    }

    private static Arguments close(String what, int code, Consumer<RawSocket> misdeed) {
        return Arguments.of(what, code, misdeed);
    }

    @ParameterizedTest(name = "{0} closes {1}")
    @MethodSource("frames")
    void aBadFrameHasItsCloseCode(String what, int code, Consumer<RawSocket> misdeed) {
        try (RawSocket socket = RawSocket.connect(server.base(), MarketbellServer.ALICE)) {
            misdeed.accept(socket);

            assertThat(socket.awaitCloseCode()).as(what).isEqualTo(code);
        }
    }

    @Test
    void beforeAuthenticationOnlyAuthIsAccepted() {
        try (MarketbellClient client = MarketbellClient.connectAnonymously(server.base())) {
            client.send("{\"method\":\"subscribe\",\"params\":{}}");
            assertThat(client.received().awaitClose().code()).isEqualTo(4102);
        }
        try (MarketbellClient client = MarketbellClient.connectAnonymously(server.base())) {
            client.send("{\"method\":\"auth\",\"params\":{\"api_key\":\"mb_wrong\"}}");
            assertThat(client.received().awaitClose().code()).isEqualTo(4100);
        }
    }

    @Test
    void moreThanAHundredSubscriptionsAreRefused() {
        try (MarketbellClient client = MarketbellClient.connect(server.base(), MarketbellServer.ALICE)) {
            for (int i = 0; i < 100; i++) {
                assertThat(client.subscribe(Subscription.to("PRICE_UPDATE")).success())
                        .isTrue();
            }
            Reply refused = client.subscribe(Subscription.everything());

            assertThat(refused.errorCode()).isEqualTo(409);
            assertThat(client.ping().success()).isTrue();
        }
    }

    @Test
    void aRefusedSubscribeChangesNothing() {
        try (MarketbellClient client = MarketbellClient.connect(server.base(), MarketbellServer.ALICE)) {
            assertThat(client.subscribe(Subscription.to("ORDER_FILED")).errorCode())
                    .isEqualTo(400);
            assertThat(client.subscriptions().result().getJsonArray("subscriptions"))
                    .isEmpty();
            assertThat(client.ack(1_000_000_000L).errorCode()).isEqualTo(400);
        }
    }

    @AfterAll
    static void nothingOfItIsAStackTrace() {
        assertThat(MarketbellServer.shared().stackTraces()).isEmpty();
    }
}
