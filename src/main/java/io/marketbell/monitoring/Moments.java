package io.marketbell.monitoring;

import io.marketbell.delivery.Readers;
import io.marketbell.health.Health;
import io.marketbell.health.State;
import io.marketbell.metrics.MetricsService;
import io.marketbell.metrics.Snapshot;
import java.util.Set;

/** Provides one shared state for all requests between two snapshots. */
final class Moments {
    private final MetricsService metrics;
    private final Health health;
    private final Readers readers;
    private final Set<String> routes;
    private Moment latest;

    Moments(MetricsService metrics, Health health, Readers readers, Set<String> routes) {
        this.metrics = metrics;
        this.health = health;
        this.readers = readers;
        this.routes = routes;
    }

    /** Also creates a new state if health was evaluated since, which happens shortly after the snapshot. */
    synchronized Moment now() {
        Snapshot snapshot = metrics.snapshot();
        State state = health.state();
        if (latest == null || latest.snapshot() != snapshot || !latest.state().equals(state)) {
            latest = new Moment(snapshot, state, health.alerts(), routes, metrics::history, readers);
        }
        return latest;
    }
}
