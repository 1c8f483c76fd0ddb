package io.marketbell.monitoring.merge;

import io.marketbell.health.Alert;
import io.marketbell.health.HealthState;
import io.marketbell.metrics.Snapshot;
import io.marketbell.monitoring.report.ConnectionCounts;
import io.marketbell.monitoring.report.MonitoringState;
import java.util.List;

/** What one node contributes to the reports of the cluster. */
record NodeFigures(Snapshot snapshot, HealthState health, List<Alert> alerts, ConnectionCounts connections) {
    NodeFigures {
        alerts = List.copyOf(alerts);
    }

    static NodeFigures of(MonitoringState state) {
        return new NodeFigures(state.snapshot(), state.state(), state.alerts(), ConnectionCounts.of(state.listing()));
    }
}
