package io.marketbell.monitoring.cache;

import io.marketbell.delivery.ConnectedClients;
import io.marketbell.health.Health;
import io.marketbell.health.HealthState;
import io.marketbell.metrics.MetricsService;
import io.marketbell.metrics.Snapshot;
import io.marketbell.monitoring.report.MonitoringState;
import java.util.Set;

/** Provides one shared state for all requests between two snapshots. */
public final class MonitoringStates {
    private final MetricsService metrics;
    private final Health health;
    private final ConnectedClients clients;
    private final Set<String> routes;
    private MonitoringState latest;

    public MonitoringStates(MetricsService metrics, Health health, ConnectedClients clients, Set<String> routes) {
        this.metrics = metrics;
        this.health = health;
        this.clients = clients;
        this.routes = routes;
    }

    /** Also creates a new state if health was evaluated since, which happens shortly after the snapshot. */
    synchronized MonitoringState now() {
        Snapshot snapshot = metrics.snapshot();
        HealthState state = health.state();
        if (latest == null || latest.snapshot() != snapshot || !latest.state().equals(state)) {
            latest = new MonitoringState(snapshot, state, health.alerts(), routes, metrics::history, clients);
        }
        return latest;
    }
}
