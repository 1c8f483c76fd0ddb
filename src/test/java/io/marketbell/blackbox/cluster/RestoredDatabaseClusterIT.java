package io.marketbell.blackbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.Subscription;
import io.marketbell.testkit.server.MarketbellServer;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL is replaced by a copy of itself that lacks the last commits. */
@OtherCluster
class RestoredDatabaseClusterIT {
    private static final int STORED = 10;
    private static final int LOST = 10;
    /** More than are lost: the new log is longer than the old one when the last node reads it. */
    private static final int NEW = 25;

    private static final Duration AGAIN = Duration.ofSeconds(20);

    private final Cluster cluster = Cluster.ofOtherThree();
    private final User user = cluster.newUser();
    private final List<MarketbellClient> clients = new ArrayList<>();

    @AfterEach
    void heal() {
        clients.forEach(MarketbellClient::abort);
        cluster.heal();
    }

    @Test
    void everyClientIsResetAndReceivesAllNewNotifications() {
        publish(STORED, 1, 2, 3);
        cluster.nodes().forEach(node -> clients.add(MarketbellClient.connect(node.base(), user.apiKey())));
        Path copy = copy();
        clients.forEach(client -> client.subscribe(Subscription.everything()));
        publish(LOST, 1, 2, 3);
        clients.forEach(client -> client.received().awaitNotifications(LOST));

        cluster.postgres().stopImmediately();
        cluster.node(1).link().cut();
        cluster.postgres().replaceBy(copy);
        cluster.postgres().start();
        awaitHealthy(cluster.node(2));
        awaitHealthy(cluster.node(3));
        List<String> published = publish(NEW, 2, 3);
        cluster.node(1).openLinks();
        awaitHealthy(cluster.node(1));
        published.addAll(publish(3, 1, 2, 3));

        for (MarketbellClient client : clients) {
            client.received().awaitEvent("gap");
            client.received().awaitNotification("the last one", each -> id(each).equals(last(published)));
            List<String> ids = client.received().notifications().stream()
                    .map(RestoredDatabaseClusterIT::id)
                    .toList();
            assertThat(ids.subList(LOST, ids.size())).isEqualTo(published);
            assertThat(client.received().events("gap"))
                    .extracting(gap -> gap.json().getString("reason"))
                    .containsOnly("RESET");
        }
        assertThat(cluster.nodes().stream().map(this::epoch).distinct()).hasSize(1);
    }

    private Path copy() {
        cluster.postgres().stopImmediately();
        Path copy = cluster.postgres().copy();
        cluster.postgres().start();
        cluster.nodes().forEach(RestoredDatabaseClusterIT::awaitHealthy);
        return copy;
    }

    private static void awaitHealthy(Node node) {
        await().atMost(AGAIN).until(node::isHealthy);
    }

    /** Returns the ids. A node may reject publications for a moment after the database has returned. */
    private List<String> publish(int count, int... numbers) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Node node = cluster.node(numbers[i % numbers.length]);
            JsonObject fill = Fills.to(user)
                    .add("key", user.name() + '-' + System.nanoTime())
                    .build();
            await().atMost(AGAIN)
                    .until(() ->
                            node.rest(MarketbellServer.PUBLISHER).publish(fill).status() == 202);
            ids.add(Fills.publish(node, fill).id());
        }
        return ids;
    }

    private String epoch(Node node) {
        try (MarketbellClient client = MarketbellClient.connect(node.base(), user.apiKey())) {
            return client.authenticateWithKey(user.apiKey()).result().getString("epoch");
        }
    }

    private static String id(JsonObject notification) {
        return notification.getString("id");
    }

    private static String last(List<String> ids) {
        return ids.get(ids.size() - 1);
    }
}
