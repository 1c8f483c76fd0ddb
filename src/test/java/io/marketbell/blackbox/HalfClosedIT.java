package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.testkit.client.RawSocket;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that stop reading until a write to them blocks, and then end their connection. The server never wakes a write
 * on a socket that it has released: each such write would occupy a thread and a connection slot until a restart.
 */
@ProductServer
class HalfClosedIT {
    private static final int CLIENTS = 10;
    private static final int RECEIVE_BUFFER = 4_096;
    private static final int ROUNDS = 30;
    private static final String TEXT = "x".repeat(12_000);

    static Stream<Named<Consumer<RawSocket>>> waysToEnd() {
        return Stream.of(Named.of("half-closed", RawSocket::closeOutput), Named.of("reset", RawSocket::reset));
    }

    @ParameterizedTest
    @MethodSource("waysToEnd")
    void aConnectionThatEndsDuringABlockedWriteIsReleased(Consumer<RawSocket> end) {
        MarketbellServer server = MarketbellServer.shared();
        RestClient operator = server.rest(MarketbellServer.OPERATOR);
        await().until(() -> connections(operator) == 0);
        RawSocket[] clients =
                IntStream.range(0, CLIENTS).mapToObj(i -> stalled(server)).toArray(RawSocket[]::new);
        await().until(() -> connections(operator) == CLIENTS);
        RestClient publisher = server.rest(MarketbellServer.PUBLISHER);
        for (int round = 0; round < ROUNDS; round++) {
            publisher.publishNdjson(prices(round)).expect(202);
        }

        Stream.of(clients).forEach(end);

        await().atMost(Duration.ofSeconds(30)).until(() -> connections(operator) == 0);
        assertThat(server.stackTraces()).isEmpty();
        Stream.of(clients).forEach(RawSocket::close);
    }

    private static RawSocket stalled(MarketbellServer server) {
        RawSocket client = RawSocket.open(server.base(), RECEIVE_BUFFER);
        assertThat(client.handshake("localhost", Map.of(RestClient.API_KEY, MarketbellServer.ALICE)))
                .isEqualTo(101);
        return client.sendText("{\"method\":\"subscribe\",\"params\":{},\"req_id\":1}");
    }

    private static String prices(int round) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            lines.append("{\"type\":\"PRICE_UPDATE\",\"instrument\":\"H%d-%d\",\"body\":{\"text\":\"%s\"}}\n"
                    .formatted(round, i, TEXT));
        }
        return lines.toString();
    }

    private static int connections(RestClient operator) {
        return operator.get("/api/v1/monitoring/websocket?limit=1")
                .expect(200)
                .json()
                .getJsonObject("data")
                .getInt("connections");
    }
}
