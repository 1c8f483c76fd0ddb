package io.marketbell.blackbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.blackbox.TcpProxy;
import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.Subscription;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node that has lost PostgreSQL or Redis leaves the cluster if another one has not, and else stays. */
@OtherCluster
class LeavingClusterIT {
    /** A node leaves after twice five seconds. */
    private static final Duration LEFT = Duration.ofSeconds(20);

    private static final Duration STAYS = Duration.ofSeconds(14);
    /** Five seconds after it has left; clients are spread over ten. */
    private static final Duration DISCONNECTED = Duration.ofSeconds(25);

    private static final Duration RETURNED = Duration.ofSeconds(10);

    private final Cluster cluster = Cluster.withRedis(Cluster::ofOtherThree);
    private final User user = cluster.newUser();

    @AfterEach
    void heal() {
        cluster.heal();
    }

    private static boolean hasLeft(Node node) {
        return !node.reasonToLeave().isEmpty();
    }

    private void cutAll(Function<Node, TcpProxy> link) {
        cluster.nodes().forEach(node -> link.apply(node).cut());
    }

    private void noNodeLeaves() {
        await().during(STAYS)
                .atMost(STAYS.multipliedBy(2))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> cluster.nodes().stream().noneMatch(LeavingClusterIT::hasLeft));
    }

    @Test
    void aNodeWithoutRedisLeavesAndReturns() {
        Node lonely = cluster.node(1);
        try (MarketbellClient client = MarketbellClient.connect(lonely.base(), user.apiKey())) {
            client.subscribe(Subscription.everything());
            lonely.redisLink().cut();

            await().atMost(LEFT).until(() -> hasLeft(lonely));
            assertThat(lonely.reasonToLeave()).contains("Redis");
            client.received()
                    .await(
                            "shutdown",
                            DISCONNECTED,
                            () -> !client.received().events("shutdown").isEmpty());
            assertThat(client.received().awaitClose(DISCONNECTED).code()).isEqualTo(1001);
        }
        assertThat(cluster.nodes()).filteredOn(LeavingClusterIT::hasLeft).containsExactly(lonely);

        lonely.openLinks();
        await().atMost(RETURNED).until(() -> !hasLeft(lonely) && lonely.isHealthy());
    }

    @Test
    void aNodeWithoutPostgresqlLeavesAndReturns() {
        Node lonely = cluster.node(2);
        lonely.link().cut();

        await().atMost(LEFT).until(() -> hasLeft(lonely));
        assertThat(lonely.reasonToLeave()).contains("PostgreSQL");

        lonely.openLinks();
        await().atMost(RETURNED).until(() -> !hasLeft(lonely) && lonely.isHealthy());
    }

    @Test
    void noNodeLeavesIfRedisIsAway() {
        cutAll(Node::redisLink);

        noNodeLeaves();
        cluster.nodes().forEach(node -> Fills.publish(node, user));
    }

    @Test
    void noNodeLeavesIfPostgresqlIsAway() {
        cutAll(Node::link);

        noNodeLeaves();
    }
}
