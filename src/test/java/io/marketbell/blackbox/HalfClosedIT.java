package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.testkit.client.RawSocket;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that end their connection at the worst moment. During a blocked write: the server never wakes a write on a
 * socket that it has released, so each would occupy a thread and a connection slot until a restart. During a close: the
 * server never releases some of these sockets.
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

    /**
     * The container keeps a small share of such sockets open, about one in 250: those that end between its decision to
     * close them and the cancellation of its read.
     */
    @Test
    void aConnectionThatEndsWhileTheServerClosesItIsReleased() throws Exception {
        MarketbellServer server = MarketbellServer.shared();
        long before = sockets(server);

        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(seed -> new Thread(() -> endDuringClose(server, new Random(seed))))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        // connections of the database pool and of the operator come and go
        await().atMost(Duration.ofSeconds(40)).until(() -> sockets(server) <= before + 2);
        assertThat(server.stackTraces()).isEmpty();
    }

    private static void endDuringClose(MarketbellServer server, Random random) {
        for (int i = 0; i < 500; i++) {
            RawSocket client = RawSocket.open(server.base());
            client.handshake("localhost", Map.of(RestClient.API_KEY, MarketbellServer.ALICE));
            client.sendText("[".repeat(3_000));
            LockSupport.parkNanos(random.nextInt(20_000_000));
            if (random.nextBoolean()) {
                client.reset();
            } else {
                client.close();
            }
        }
    }

    /** The open sockets of the server's process, including those whose connection the client has ended. */
    private static long sockets(MarketbellServer server) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + server.pid() + "/fd"))) {
            return descriptors.filter(HalfClosedIT::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException closedMeanwhile) {
            return false;
        }
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
