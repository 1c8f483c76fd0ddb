package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.apidocs.ApiDocument;
import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.RawHttp;
import io.marketbell.testkit.client.RawSocket;
import io.marketbell.testkit.server.MarketbellServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** WebSocket handshakes, which AsyncAPI describes: OpenAPI has no such operation. */
record Handshakes(MarketbellServer server) {
    /** Stands in for the operation id. */
    static final String NAME = "handshake";

    /** The documented response statuses. */
    static List<String> answers() {
        return ApiDocument.asyncApi()
                .at("/channels/notifications/x-handshake/answers")
                .valueStream()
                .map(answer -> answer.get("status").asString())
                .toList();
    }

    void assertRefused(String status, String narrow) {
        RawHttp.Answer answer = shakeHands(status, narrow);
        assertThat(answer.status()).as(answer.body()).isEqualTo(Integer.parseInt(status));
        assertThat(answer.one("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.one("RateLimit")).isNotBlank();
        if (status.equals("429")) {
            assertThat(answer.one("Retry-After")).isNotBlank();
        }
    }

    private RawHttp.Answer shakeHands(String status, String narrow) {
        String alice = "X-API-Key: " + MarketbellServer.ALICE;
        return switch (status) {
            case "400" -> upgrade("?q=1%27%20OR%20%271%27=%271", alice);
            case "404" -> upgrade("/", alice);
            case "401" -> upgrade("", "X-API-Key: mb_wrong");
            case "403" -> upgrade("", alice, "Origin: https://elsewhere.example");
            case "405" -> RawHttp.plain(server.httpPort()).send("POST", MarketbellClient.PATH, alice);
            case "426" -> RawHttp.plain(server.httpPort()).send("GET", MarketbellClient.PATH, alice);
            case "429" -> {
                RawSocket.open(server.base()).handshake("localhost", Map.of("X-API-Key", narrow));
                yield upgrade("", "X-API-Key: " + narrow);
            }
            default -> throw new AssertionError("no request is defined that causes a " + status + " of the handshake");
        };
    }

    private RawHttp.Answer upgrade(String rest, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of(
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
        return RawHttp.plain(server.httpPort()).send("GET", MarketbellClient.PATH + rest, all.toArray(String[]::new));
    }
}
