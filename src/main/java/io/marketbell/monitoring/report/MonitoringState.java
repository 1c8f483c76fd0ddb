package io.marketbell.monitoring.report;

import io.marketbell.delivery.ConnectedClients;
import io.marketbell.delivery.ConnectedClients.Listing;
import io.marketbell.health.Alert;
import io.marketbell.health.HealthState;
import io.marketbell.metrics.MetricHistory;
import io.marketbell.metrics.Snapshot;
import java.util.List;
import java.util.Optional;
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
    private final ClusterPart cluster;
    private final MonitoringState ofOneNode;
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
        this(snapshot, state, alerts, routes, past, clients, null, null);
    }

    private MonitoringState(
            Snapshot snapshot,
            HealthState state,
            List<Alert> alerts,
            Set<String> routes,
            Function<MetricHistory.HistoryQuery, MetricHistory> past,
            ConnectedClients clients,
            ClusterPart cluster,
            MonitoringState ofOneNode) {
        this.snapshot = snapshot;
        this.state = state;
        this.alerts = List.copyOf(alerts);
        this.routes = routes;
        this.past = past;
        this.clients = clients;
        this.cluster = cluster;
        this.ofOneNode = ofOneNode == null ? this : ofOneNode;
    }

    /**
     * Returns the state of several nodes, this one included. History and lists of connections remain those of this node.
     *
     * @param mergedSnapshot the snapshot of all of them
     * @param mergedHealth the health of all of them
     * @param mergedAlerts the alerts of all of them
     */
    public MonitoringState ofCluster(
            Snapshot mergedSnapshot, HealthState mergedHealth, List<Alert> mergedAlerts, ClusterPart others) {
        MonitoringState alone =
                new MonitoringState(snapshot, state, alerts, routes, past, this::listing, others.alone(), null);
        return new MonitoringState(
                mergedSnapshot, mergedHealth, mergedAlerts, routes, past, this::listing, others, alone);
    }

    /** Returns the state for figures of this node that cannot be merged with those of others. */
    public MonitoringState ofOneNode() {
        return ofOneNode;
    }

    /** Returns what the other nodes add, and which nodes these are; empty if the state is that of this node only. */
    public Optional<ClusterPart> cluster() {
        return Optional.ofNullable(cluster);
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    public HealthState state() {
        return state;
    }

    public List<Alert> alerts() {
        return alerts;
    }

    Set<String> routes() {
        return routes;
    }

    MetricHistory history(MetricHistory.HistoryQuery question) {
        return past.apply(question);
    }

    /** Collected on first use, so that the connections are not queried unless a report needs them. */
    public synchronized Listing listing() {
        if (listing == null) {
            listing = clients.list();
        }
        return listing;
    }

    /** Returns the connections of this node, and of those that have been merged. */
    ConnectionCounts connections() {
        ConnectionCounts own = ConnectionCounts.of(listing());
        return cluster == null ? own : own.plus(cluster.connections());
    }
}
