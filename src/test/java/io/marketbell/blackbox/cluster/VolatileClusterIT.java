package io.marketbell.blackbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.testkit.client.Json;
import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.client.Subscription;
import io.marketbell.testkit.server.MarketbellServer;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three healthy nodes share volatile notifications over Redis. */
@HealthyNodes
class VolatileClusterIT {
    private static final int PRICES = 60;
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration REVOKED = Duration.ofSeconds(1);

    private final Cluster cluster = Cluster.withRedis(Cluster::ofThree);
    private final User user = cluster.newUser();
    private final List<MarketbellClient> clients = new ArrayList<>();

    @BeforeEach
    void connect() {
        cluster.nodes().forEach(node -> clients.add(MarketbellClient.connect(node.base(), user.apiKey())));
        clients.forEach(client -> client.subscribe(
                Subscription.everything().instruments(instrument()).withSnapshot()));
    }

    @AfterEach
    void close() {
        clients.forEach(MarketbellClient::close);
    }

    private String instrument() {
        return "of-" + user.name();
    }

    private JsonObjectBuilder price(int number) {
        return Json.object()
                .add("type", "PRICE_UPDATE")
                .add("instrument", instrument())
                .add("body", Json.object().add("number", number));
    }

    private static RestClient.Answer publish(Node node, JsonObjectBuilder price) {
        return node.rest(MarketbellServer.PUBLISHER).publish(price.build()).expect(202);
    }

    /** Each is of another broker, so that none replaces another one in the batch of a connection. */
    @Test
    void aPriceOfAnyNodeReachesTheClientsOfEveryNode() {
        List<String> published = new ArrayList<>();
        for (int i = 0; i < PRICES; i++) {
            JsonObjectBuilder price = price(i).add("broker", "broker-" + i);
            published.add(publish(cluster.nodes().get(i % 3), price).json().getString("id"));
        }

        for (MarketbellClient client : clients) {
            client.received().awaitNotifications(PRICES);
            assertThat(client.received().notifications())
                    .extracting(each -> each.getString("id"))
                    .containsExactlyInAnyOrderElementsOf(published);
        }
    }

    @Test
    void aClientThatConnectsLaterReceivesTheLastPriceFromEveryNode() throws InterruptedException {
        String last = "";
        for (int i = 0; i < 3; i++) {
            last = publish(cluster.nodes().get(i), price(i)).json().getString("id");
            TimeUnit.MILLISECONDS.sleep(100);
        }
        String newest = last;
        for (Node node : cluster.nodes()) {
            await().atMost(QUIET).untilAsserted(() -> {
                try (MarketbellClient later = MarketbellClient.connect(node.base(), user.apiKey())) {
                    later.subscribe(
                            Subscription.everything().instruments(instrument()).withSnapshot());
                    assertThat(later.received().awaitNotifications(1).get(0).getString("id"))
                            .isEqualTo(newest);
                }
            });
        }
    }

    @Test
    void aRepetitionAtAnotherNodeIsADuplicate() {
        JsonObject first =
                publish(cluster.node(1), price(1).add("key", instrument())).json();

        for (Node other : cluster.nodes()) {
            JsonObject repeated =
                    publish(other, price(1).add("key", instrument())).json();
            assertThat(repeated.getString("id")).isEqualTo(first.getString("id"));
            assertThat(repeated.getBoolean("duplicate")).isTrue();
        }
        clients.forEach(
                client -> assertThat(client.received().awaitNotifications(1)).hasSize(1));
    }

    @Test
    void aKeyRevokedAtOneNodeIsRejectedByAllWithinASecond() {
        cluster.node(1)
                .rest(MarketbellServer.ADMIN)
                .delete("/api/v1/api-keys/" + user.keyId())
                .expect(204);

        clients.forEach(client ->
                assertThat(client.received().awaitClose(REVOKED).code()).isEqualTo(4100));
    }
}
