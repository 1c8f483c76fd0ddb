package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.testkit.client.Json;
import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.client.Subscription;
import io.marketbell.testkit.client.Transcript;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import jakarta.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A graceful stop notifies all clients, sends their pending notifications, and closes their connections. */
@ProductServer
class StopIT {
    private static final int CLIENTS = 200;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** The server's messages for a completed stop and for a timeout while stopping. */
    private static final String STOPPED = "CWWKE0036I";

    private static final String WAITED_IN_VAIN = "CWWKE1102W";

    static Stream<Named<Consumer<MarketbellServer>>> waysToStop() {
        return Stream.of(
                Named.of("SIGTERM", MarketbellServer::stop), Named.of("server stop", MarketbellServer::stopByCommand));
    }

    @ParameterizedTest
    @MethodSource("waysToStop")
    void clientsAreNotifiedFlushedAndClosed(Consumer<MarketbellServer> stop) {
        Map<String, String> settings = Map.of(
                "MARKETBELL_DELIVERY_BATCH_DELAY_MS",
                "60000",
                "MARKETBELL_CHANNEL_CONNECTIONS_PER_USER",
                Integer.toString(CLIENTS));
        try (MarketbellServer server = MarketbellServer.with("stop", settings)) {
            List<MarketbellClient> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(n -> MarketbellClient.connect(server.base(), MarketbellServer.ALICE))
                    .toList();
            clients.forEach(reader -> reader.subscribe(Subscription.everything()));
            EventReader bob = EventReader.of(server, RestClient.NOTIFICATIONS + "/stream", MarketbellServer.BOB);
            EventReader operator = EventReader.of(server, "/api/v1/monitoring/stream", MarketbellServer.OPERATOR);
            assertThat(server.rest(MarketbellServer.PUBLISHER)
                            .publish(order("alice", "bob"))
                            .status())
                    .isEqualTo(202);

            stop.accept(server);

            for (MarketbellClient client : clients) {
                Transcript received = client.received();
                assertThat(received.awaitEvent("shutdown").getInt("reconnect_after_ms"))
                        .isPositive();
                assertThat(received.awaitClose().code()).isEqualTo(1001);
                assertThat(received.notifications("ORDER_ACCEPTED")).hasSize(1);
            }
            assertThat(bob.linesToTheEnd())
                    .anyMatch(line -> line.contains("ORDER_ACCEPTED"))
                    .anyMatch(line -> line.contains("reconnect_after_ms"));
            assertThat(operator.linesToTheEnd()).anyMatch(line -> line.startsWith("data:"));
            assertThat(server.isListening()).isFalse();
            assertThat(server.log()).contains(STOPPED).doesNotContain(WAITED_IN_VAIN);
            assertThat(server.stackTraces()).isEmpty();
        }
    }

    private static JsonObject order(String... recipients) {
        return Json.object()
                .add("type", "ORDER_ACCEPTED")
                .add("recipients", Json.strings(List.of(recipients)))
                .add("instrument", "AAPL")
                .add("key", "order-1")
                .add("body", Json.object().add("order_id", "order-1"))
                .build();
    }

    /** Reads an event stream; the stream is open when the reader is created. */
    private record EventReader(List<String> lines, CompletableFuture<Void> end) {
        static EventReader of(MarketbellServer server, String path, String key) {
            HttpRequest request = HttpRequest.newBuilder(server.base().resolve(path))
                    .header(RestClient.API_KEY, key)
                    .build();
            HttpResponse<Stream<String>> answer = HttpClient.newHttpClient()
                    .sendAsync(request, BodyHandlers.ofLines())
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
            assertThat(answer.statusCode()).isEqualTo(200);
            List<String> lines = new CopyOnWriteArrayList<>();
            return new EventReader(
                    lines, CompletableFuture.runAsync(() -> answer.body().forEach(lines::add)));
        }

        /** Fails if the stream was aborted instead of completed. */
        List<String> linesToTheEnd() {
            assertThat(end).succeedsWithin(PATIENCE);
            return lines;
        }
    }
}
