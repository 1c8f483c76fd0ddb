package io.marketbell.cluster.node;

import io.marketbell.cluster.ClusterMode;
import io.marketbell.cluster.ClusterSettings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;

/** Nodes of a cluster that send no heartbeats while a test runs. */
public final class TestNodes {
    public static final Duration DEAD_AFTER = Duration.ofMinutes(3);

    private TestNodes() {}

    public static NodeMembership on(DataSource source) {
        return named("node-" + UUID.randomUUID(), source);
    }

    /** Sends a heartbeat, and declares other nodes dead as usual. */
    public static void beat(NodeMembership node) throws SQLException {
        node.confirm();
        node.declareDead();
    }

    public static NodeMembership named(String name, DataSource source) {
        ClusterSettings settings =
                new ClusterSettings(ClusterMode.POSTGRESQL, "test", name, 3, Duration.ofMinutes(1), DEAD_AFTER);
        return new NodeMembership(settings, source, System::nanoTime);
    }
}
