package io.marketbell.monitoring.report;

import io.marketbell.delivery.ConnectedClients;
import io.marketbell.delivery.ConnectedClients.Listing;
import io.marketbell.health.Alert;
import io.marketbell.health.HealthState;
import io.marketbell.metrics.MetricHistory;
import io.marketbell.metrics.Snapshot;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The data shared by all reports between two snapshots. Two instances are never equal. */
public final class MonitoringState {
    private final Snapshot snapshot;
    private final HealthState state;
    private final List<Alert> alerts;
    private final Set<String> routes;
    private final Function<MetricHistory.HistoryQuery, MetricHistory> past;
    private final ConnectedClients clients;
    private Listing listing;

    /**
     * @param routes all routes, with or without requests
     * @param past returns the history for a question
     */
    public MonitoringState(
            Snapshot snapshot,
            HealthState state,
            List<Alert> alerts,
            Set<String> routes,
            Function<MetricHistory.HistoryQuery, MetricHistory> past,
            ConnectedClients clients) {
        this.snapshot = snapshot;
        this.state = state;
        this.alerts = List.copyOf(alerts);
        this.routes = routes;
        this.past = past;
        this.clients = clients;
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    public HealthState state() {
        return state;
    }

    List<Alert> alerts() {
        return alerts;
    }

    Set<String> routes() {
        return routes;
    }

    MetricHistory history(MetricHistory.HistoryQuery question) {
        return past.apply(question);
    }

    /** Collected on first use, so that the connections are not queried unless a report needs them. */
    synchronized Listing listing() {
        if (listing == null) {
            listing = clients.list();
        }
        return listing;
    }
}
