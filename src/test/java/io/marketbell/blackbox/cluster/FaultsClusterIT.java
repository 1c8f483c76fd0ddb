package io.marketbell.blackbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.Subscription;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One fault at a time, under load. No accepted notification is lost, and none is repeated without a mark. */
@ProductServer
class FaultsClusterIT {
    /** Long enough for clients to stay where they are. */
    private static final Duration FOREVER = Duration.ofMinutes(10);

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration PUBLISHES_AGAIN = Duration.ofSeconds(3);
    /** A publisher waits this long for a node that does not answer, before it tries another one. */
    private static final Duration UNANSWERED = Duration.ofSeconds(3);

    private static final Duration NO_LONGER = Duration.ofSeconds(5);
    private static final Duration STARTED = Duration.ofSeconds(90);
    /** Enough to show that publications continue, on a slow machine as well. */
    private static final int FIRST = 10;

    private static final int SOME = 50;

    private final Cluster cluster = Cluster.ofThree();

    @AfterEach
    void heal() {
        cluster.heal();
    }

    private Traffic traffic(String name) {
        Traffic traffic = new Traffic(name, cluster, 3, FOREVER, 1);
        traffic.awaitAccepted(SOME, SOON);
        return traffic;
    }

    @Test
    void aKilledNode() {
        try (Traffic traffic = traffic("killed")) {
            traffic.note("n1 is killed");
            cluster.node(1).kill();

            traffic.awaitAccepted(FIRST, PUBLISHES_AGAIN);
            traffic.finish();
        }
    }

    @Test
    void aFrozenNode() throws InterruptedException {
        try (Traffic traffic = traffic("frozen")) {
            traffic.note("n2 is frozen");
            cluster.node(2).freeze();
            traffic.awaitAccepted(FIRST, PUBLISHES_AGAIN.plus(UNANSWERED));
            TimeUnit.SECONDS.sleep(10);
            traffic.note("n2 continues");
            cluster.node(2).thaw();

            traffic.awaitAccepted(SOME, SOON);
            traffic.clients().forEach(RoamingClient::move);
            traffic.awaitAccepted(SOME, SOON);
            traffic.finish();
        }
    }

    /** A client that does not notice that its node was frozen receives nothing that it is no longer entitled to. */
    @Test
    void aWokenNodeSendsNothingToARevokedKey() throws InterruptedException {
        User user = cluster.newUser();
        Node frozen = cluster.node(3);
        try (MarketbellClient client = MarketbellClient.connect(frozen.base(), user.apiKey())) {
            client.subscribe(Subscription.everything());
            frozen.freeze();
            TimeUnit.SECONDS.sleep(1);
            cluster.node(1)
                    .rest(MarketbellServer.ADMIN)
                    .delete("/api/v1/api-keys/" + user.keyId())
                    .expect(204);
            Fills.publish(cluster.node(1), user);
            TimeUnit.SECONDS.sleep(6);

            frozen.thaw();

            assertThat(client.received().awaitClose(SOON).code()).isEqualTo(4100);
            assertThat(client.received().notifications()).isEmpty();
        }
    }

    @Test
    void aNodeWithoutItsLinkToPostgresql() throws InterruptedException {
        try (Traffic traffic = traffic("cut")) {
            traffic.note("the link of n1 is cut");
            cluster.node(1).link().cut();
            traffic.awaitAccepted(FIRST, PUBLISHES_AGAIN.plus(UNANSWERED));
            TimeUnit.SECONDS.sleep(3);
            assertThat(cluster.node(1).isDurable()).isFalse();
            traffic.note("the link of n1 is open");
            cluster.node(1).openLinks();

            traffic.awaitAccepted(SOME, SOON);
            traffic.finish();
        }
    }

    @Test
    void aNodeWhoseLinkToPostgresqlStalls() throws InterruptedException {
        try (Traffic traffic = traffic("stalled")) {
            traffic.note("the link of n3 stalls");
            cluster.node(3).link().stall();
            traffic.awaitAccepted(FIRST, PUBLISHES_AGAIN.plus(UNANSWERED));
            TimeUnit.SECONDS.sleep(5);
            traffic.note("the link of n3 is open");
            cluster.node(3).openLinks();

            traffic.awaitAccepted(SOME, SOON);
            traffic.finish();
        }
    }

    @Test
    void postgresqlStoppedImmediatelyAndRestarted() {
        try (Traffic traffic = traffic("postgresql")) {
            traffic.note("PostgreSQL stops");
            cluster.postgres().stopImmediately();
            for (Node node : cluster.nodes()) {
                assertThat(node.rest(MarketbellServer.PUBLISHER)
                                .publish(Fills.to(traffic.clients().get(0).user())
                                        .build())
                                .expect(503)
                                .header("Retry-After"))
                        .matches("\\d+");
            }
            traffic.note("PostgreSQL starts");
            cluster.postgres().start();

            traffic.awaitAccepted(SOME, Duration.ofSeconds(15));
            traffic.finish();
        }
    }

    @Test
    void allNodesRestartedInTurn() {
        try (Traffic traffic = traffic("restarts")) {
            for (Node node : cluster.nodes()) {
                traffic.note(node + " stops");
                node.stop();
                traffic.note(node + " starts");
                node.start();
                traffic.awaitAccepted(SOME, SOON);
            }
            traffic.finish();

            assertThat(List.of(traffic.longestPublication(), traffic.longestDelivery()))
                    .as("longest publication and delivery, in ms")
                    .allMatch(longest -> longest <= NO_LONGER.toMillis());
        }
    }

    @Test
    void aSecondNodeWithTheNameOfARunningOneIsRefused() {
        User user = cluster.newUser();
        Node second = cluster.newNode("n1", Cluster.PLACE_OF_SECOND_WITH_A_NAME);
        second.launch();
        try {
            await().atMost(STARTED)
                    .pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> assertThat(second.readiness().getString("refusal", ""))
                            .contains("n1"));

            second.rest(MarketbellServer.PUBLISHER)
                    .publish(Fills.to(user).build())
                    .expect(503);
            Fills.publish(cluster.node(1), user);
        } finally {
            second.kill();
        }
    }
}
