package io.marketbell.blackbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.testkit.server.ProductServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two nodes on one PostgreSQL, in the mode without Redis. */
@ProductServer
class SmokeClusterIT {
    @Test
    void nothingIsLostWhenANodeIsKilled() {
        try (Cluster cluster = Cluster.of(2, Cluster.PLACE_OF_SMOKE, Map.of("MARKETBELL_CLUSTER_MODE", "postgresql"));
                Traffic traffic = new Traffic("smoke", cluster, 2, Duration.ofSeconds(2), 1)) {
            traffic.awaitAccepted(100, Duration.ofSeconds(20));
            traffic.note("n1 is killed");
            cluster.node(1).kill();
            traffic.awaitAccepted(100, Duration.ofSeconds(20));
            traffic.finish();

            assertThat(traffic.accepted()).extracting(Accepted::node).contains("n1", "n2");
        }
    }
}
