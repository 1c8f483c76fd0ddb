package io.marketbell.blackbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.Subscription;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import jakarta.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node that fails in the middle of a commit does not stop the others. */
@ProductServer
class HeadRowClusterIT {
    private static final Duration PUBLISHES_AGAIN = Duration.ofSeconds(3);
    /** The end of a transaction whose node is silent. */
    private static final Duration ABANDONED = Duration.ofSeconds(2);

    private final Cluster cluster = Cluster.ofThree();

    @AfterEach
    void heal() {
        cluster.heal();
    }

    @Test
    void ofAKilledNode() throws SQLException {
        othersPublishAgain("killed", Node::kill, PUBLISHES_AGAIN);
    }

    @Test
    void ofAFrozenNode() throws SQLException {
        othersPublishAgain("frozen", Node::freeze, PUBLISHES_AGAIN.plus(ABANDONED));
    }

    @Test
    void ofANodeWhoseLinkStalls() throws SQLException {
        othersPublishAgain("stalled", stalledAlready -> {}, PUBLISHES_AGAIN.plus(ABANDONED));
    }

    private void othersPublishAgain(String name, Consumer<Node> fault, Duration within) throws SQLException {
        Node failing = cluster.node(1);
        Node other = cluster.node(2);
        User user = cluster.newUser();
        JsonObject interrupted =
                Fills.to(user).add("key", name + "-interrupted").build();
        JsonObject next = Fills.to(user).add("key", name + "-next").build();
        try (MarketbellClient client = MarketbellClient.connect(cluster.node(3).base(), user.apiKey())) {
            client.subscribe(Subscription.everything());
            HeadRow.heldBy(
                    failing,
                    cluster.postgres(),
                    () -> failing.rest(MarketbellServer.PUBLISHER).publish(interrupted));

            fault.accept(failing);

            await().atMost(within)
                    .until(() ->
                            other.rest(MarketbellServer.PUBLISHER).publish(next).status() == 202);
            Fills.publish(other, interrupted);
            cluster.heal();
            // a node that was frozen notices at its next commit that the database has ended its connection
            await().atMost(within)
                    .until(() -> failing.rest(MarketbellServer.PUBLISHER)
                                    .publish(interrupted)
                                    .status()
                            == 202);
            Fills.publish(failing, Fills.to(user).add("key", name + "-last").build());
            client.received().awaitNotifications(3);
            assertThat(client.received().notifications())
                    .extracting(each -> each.getString("key"))
                    .containsExactly(name + "-next", name + "-interrupted", name + "-last");
        }
    }
}
