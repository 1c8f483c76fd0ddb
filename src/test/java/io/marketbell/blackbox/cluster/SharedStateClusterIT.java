package io.marketbell.blackbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.callback.WebhookReceiver;
import io.marketbell.callback.WebhookReceiver.ReceivedCallback;
import io.marketbell.testkit.client.Json;
import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.Subscription;
import io.marketbell.testkit.server.MarketbellServer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Keys, dead letters and callbacks are those of all nodes. */
@HealthyNodes
class SharedStateClusterIT {
    private static final int EVENTS = 30;
    private static final Duration REVOKED = Duration.ofSeconds(3);
    /** Nodes of a cluster wait 31 seconds after the expiry. */
    private static final Duration SWEPT = Duration.ofSeconds(60);

    private static final int SWEPT_AGAIN_SECONDS = 6;

    private final Cluster cluster = Cluster.ofThree();

    @Test
    void aKeyRevokedAtOneNodeIsRejectedByAll() {
        User user = cluster.newUser();
        List<MarketbellClient> clients = cluster.nodes().stream()
                .map(node -> MarketbellClient.connect(node.base(), user.apiKey()))
                .toList();
        try {
            clients.forEach(client -> client.subscribe(Subscription.everything()));

            cluster.node(1)
                    .rest(MarketbellServer.ADMIN)
                    .delete("/api/v1/api-keys/" + user.keyId())
                    .expect(204);

            clients.forEach(client ->
                    assertThat(client.received().awaitClose(REVOKED).code()).isEqualTo(4100));
            for (Node node : cluster.nodes()) {
                assertThat(node.rest(user.apiKey()).get("/api/v1/me").status())
                        .as(node.name())
                        .isEqualTo(401);
            }
        } finally {
            clients.forEach(MarketbellClient::close);
        }
    }

    @Test
    void eachExpiryIsOneDeadLetterAndOneCallback() throws IOException, InterruptedException {
        try (WebhookReceiver webhook = new WebhookReceiver()) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < EVENTS; i++) {
                JsonObject fill = Json.object()
                        .add("type", "ORDER_FILLED")
                        .add("recipients", Json.strings(List.of("absent-" + i)))
                        .add("time_to_live", "PT0.5S")
                        .add("callback_url", webhook.url("/outcomes"))
                        .build();
                ids.add(Fills.publish(cluster.nodes().get(i % 3), fill).id());
            }
            await().atMost(SWEPT)
                    .until(() ->
                            deadLetters().containsAll(ids) && expired(webhook).containsAll(ids));
            // long enough for every node to look for expired ones again
            TimeUnit.SECONDS.sleep(SWEPT_AGAIN_SECONDS);

            assertThat(deadLetters()).filteredOn(ids::contains).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(expired(webhook)).containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    /** The notifications of all dead letters of absent users. */
    private List<String> deadLetters() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            cluster.node(2)
                    .rest(MarketbellServer.OPERATOR)
                    .get("/api/v1/dead-letters?recipient=absent-" + i)
                    .expect(200)
                    .json()
                    .getJsonArray("dead_letters")
                    .getValuesAs(JsonObject.class)
                    .forEach(letter ->
                            ids.add(letter.getJsonObject("notification").getString("id")));
        }
        return ids;
    }

    private static List<String> expired(WebhookReceiver webhook) {
        return webhook.received.stream()
                .map(ReceivedCallback::body)
                .map(Json::object)
                .filter(outcome -> outcome.getString("outcome").equals("EXPIRED"))
                .map(outcome -> outcome.getString("id"))
                .toList();
    }
}
