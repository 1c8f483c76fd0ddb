package io.marketbell.monitoring;

import io.marketbell.cluster.NodeReport;
import io.marketbell.cluster.NodeReports;
import io.marketbell.cluster.NodeStatus;
import io.marketbell.delivery.ClientInfo;
import io.marketbell.delivery.ClientState;
import io.marketbell.delivery.ConnectedClients;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.health.Alert;
import io.marketbell.health.Health;
import io.marketbell.health.HealthFinding;
import io.marketbell.health.HealthLevel;
import io.marketbell.health.HealthState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Simulated ports of this package in the container. */
@ApplicationScoped
public class MonitoringPorts {
    private static final Instant SINCE = Instant.parse("2026-11-23T10:00:00Z");

    private static volatile HealthState state = state(HealthLevel.HEALTHY);

    /** Sets the health level. */
    public static void level(HealthLevel level) {
        state = state(level);
    }

    private static HealthState state(HealthLevel level) {
        HealthFinding api = new HealthFinding("api", level, 1.3, "seconds", 1.0, 2.0, 500, SINCE);
        return new HealthState(level, SINCE, Instant.now(), true, List.of(api));
    }

    @Produces
    @Singleton
    Health health() {
        return new Health() {
            @Override
            public HealthState state() {
                return state;
            }

            @Override
            public List<Alert> alerts() {
                return List.of(new Alert(
                        "MarketbellApiSlow",
                        "ticket",
                        "firing",
                        SINCE,
                        1.3,
                        1.0,
                        "seconds",
                        "It is.",
                        "Look.",
                        "docs"));
            }
        };
    }

    @Produces
    @Singleton
    NodeReports nodes() {
        NodeStatus status = new NodeStatus("k3f", "0.2.0", "healthy", 1, 0, 1_204, "NONE", 15);
        NodeReport self = new NodeReport(
                "node-1", "00c1", NodeReport.RUNNING, SINCE, Duration.ZERO, 0, status, Duration.ZERO, null, null, true);
        return new NodeReports() {
            @Override
            public Reported latest() {
                return new Reported(SINCE, List.of(self));
            }

            @Override
            public void statusFrom(Supplier<NodeStatus> source) {}

            @Override
            public void figuresFrom(Supplier<byte[]> source) {}
        };
    }

    @Produces
    @Singleton
    ConnectedClients clients() {
        return () -> new ConnectedClients.Listing(
                Instant.now(),
                1,
                List.of(client("c2", null, null)),
                List.of(client("c1", SINCE, DisconnectReason.TOO_SLOW)),
                Map.of(DisconnectReason.TOO_SLOW, 1L),
                1_000,
                1 << 20);
    }

    private static ClientState client(String id, Instant closedAt, DisconnectReason reason) {
        ClientInfo client = new ClientInfo("premium", ClientInfo.Via.WEBSOCKET, "203.0.113.7");
        return new ClientState(id, "alice", client, SINCE, 5, 500, Duration.ofMillis(40), 7, 3, 1, closedAt, reason);
    }
}
