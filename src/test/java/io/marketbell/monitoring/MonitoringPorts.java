package io.marketbell.monitoring;

import io.marketbell.delivery.CloseReason;
import io.marketbell.delivery.Peer;
import io.marketbell.delivery.ReaderState;
import io.marketbell.delivery.Readers;
import io.marketbell.health.Alert;
import io.marketbell.health.Finding;
import io.marketbell.health.Health;
import io.marketbell.health.Level;
import io.marketbell.health.State;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Simulated ports of this package in the container. */
@ApplicationScoped
public class MonitoringPorts {
    private static final Instant SINCE = Instant.parse("2026-11-23T10:00:00Z");

    private static volatile State state = state(Level.HEALTHY);

    /** Sets the health level. */
    static void level(Level level) {
        state = state(level);
    }

    private static State state(Level level) {
        Finding api = new Finding("api", level, 1.3, "seconds", 1.0, 2.0, 500, SINCE);
        return new State(level, SINCE, Instant.now(), true, List.of(api));
    }

    @Produces
    @Singleton
    Health health() {
        return new Health() {
            @Override
            public State state() {
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
    Readers readers() {
        return () -> new Readers.Listing(
                Instant.now(),
                1,
                List.of(reader("c2", null, null)),
                List.of(reader("c1", SINCE, CloseReason.TOO_SLOW)),
                Map.of(CloseReason.TOO_SLOW, 1L),
                1_000,
                1 << 20);
    }

    private static ReaderState reader(String id, Instant closedAt, CloseReason reason) {
        Peer peer = new Peer("premium", Peer.Via.WEBSOCKET, "203.0.113.7");
        return new ReaderState(id, "alice", peer, SINCE, 5, 500, Duration.ofMillis(40), 7, 3, 1, closedAt, reason);
    }
}
