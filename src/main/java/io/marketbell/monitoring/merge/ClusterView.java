package io.marketbell.monitoring.merge;

import static java.lang.System.Logger.Level.WARNING;

import io.marketbell.cluster.NodeReport;
import io.marketbell.cluster.NodeReports;
import io.marketbell.cluster.NodeReports.Reported;
import io.marketbell.health.Alert;
import io.marketbell.metrics.Snapshot;
import io.marketbell.monitoring.query.Scope;
import io.marketbell.monitoring.report.ClusterPart;
import io.marketbell.monitoring.report.ConnectionCounts;
import io.marketbell.monitoring.report.MonitoringState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Merges the measurements of this node with those that the other nodes have reported. Decoding and merging may take a
 * second with thirty nodes, so only the first request waits for it; while there are requests, a timer does it. Thread-safe.
 */
public final class ClusterView {
    /** The longest window: until then, what a dead node has counted is missing in some window. */
    static final Duration DEAD_MISSING = Duration.ofHours(1);

    private static final System.Logger LOG = System.getLogger(ClusterView.class.getName());

    /** Without a request for this time, nothing is merged in advance. */
    private static final Duration WANTED_FOR = Duration.ofMinutes(1);

    /** Several turns of the timer: a result is not used for longer if the timer is late. */
    private static final Duration USABLE_FOR = Duration.ofSeconds(5);

    private final NodeReports reports;
    private final InstantSource clock;
    private Map<String, Decoded> decoded = Map.of();
    private Merged latest;
    private volatile Instant requestedAt = Instant.MIN;
    private volatile Usable usable = new Usable(Instant.MIN, null);

    private record Usable(Instant refreshedAt, MonitoringState state) {}

    /** @param figures empty if they cannot be decoded */
    private record Decoded(byte[] bytes, Optional<NodeFigures> figures) {}

    /** The result for a state of this node, measurements of others, and missing nodes. */
    private record Merged(
            MonitoringState own, Map<String, NodeFigures> others, List<String> missing, MonitoringState state) {
        boolean isOf(MonitoringState ownNow, Map<String, NodeFigures> othersNow, List<String> missingNow) {
            return own == ownNow && missing.equals(missingNow) && others.equals(othersNow);
        }
    }

    public ClusterView(NodeReports reports, InstantSource clock) {
        this.reports = reports;
        this.clock = clock;
    }

    /** Returns the encoded measurements of this node, for the others. */
    public static byte[] encoded(MonitoringState own) {
        return FiguresBytes.of(NodeFigures.of(own));
    }

    /** Returns the state of the cluster as of the last seconds. Waits only if there was no request for a minute. */
    public MonitoringState of(MonitoringState own) {
        Instant now = clock.instant();
        requestedAt = now;
        Usable known = usable;
        boolean isUsable = known.refreshedAt().isAfter(now.minus(USABLE_FOR));
        return isUsable ? known.state() : refreshed(own);
    }

    /** Returns whether the state of the cluster was requested lately. A timer then calls {@link #refreshed}. */
    public boolean isWanted() {
        return requestedAt.isAfter(clock.instant().minus(WANTED_FOR));
    }

    /** Returns the present state of the cluster. Returns the same object until something has changed. */
    public synchronized MonitoringState refreshed(MonitoringState own) {
        Reported reported = reports.latest();
        Map<String, NodeFigures> others = new TreeMap<>();
        List<String> missing = new ArrayList<>();
        Map<String, Decoded> known = new LinkedHashMap<>();
        for (NodeReport node : reported.nodes()) {
            if (!node.isSelf()) {
                Optional<NodeFigures> figures =
                        node.isRunning() && node.hasRecentFigures() ? decoded(node, known) : Optional.empty();
                figures.ifPresent(of -> others.put(node.node(), of));
                if (figures.isEmpty() && isExpected(node)) {
                    missing.add(node.node());
                }
            }
        }
        decoded = known;
        if (latest == null || !latest.isOf(own, others, missing)) {
            latest = new Merged(own, others, missing, merged(self(reported), own, others, missing));
        }
        usable = new Usable(clock.instant(), latest.state());
        return latest.state();
    }

    private static boolean isExpected(NodeReport node) {
        return node.isRunning()
                || node.state().equals(NodeReport.DEAD) && node.heartbeatAge().compareTo(DEAD_MISSING) <= 0;
    }

    private Optional<NodeFigures> decoded(NodeReport node, Map<String, Decoded> known) {
        Decoded before = decoded.get(node.incarnation());
        Decoded now = before != null && before.bytes() == node.figures()
                ? before
                : new Decoded(
                        node.figures(),
                        decode(node, before == null || before.figures().isPresent()));
        known.put(node.incarnation(), now);
        return now.figures();
    }

    /** @param logs false if the former measurements of the node could not be read, either */
    private static Optional<NodeFigures> decode(NodeReport node, boolean logs) {
        try {
            return Optional.of(FiguresBytes.read(node.figures()));
        } catch (IllegalArgumentException e) {
            if (logs) {
                LOG.log(WARNING, "the measurements of node {0} cannot be read: {1}", node.node(), e.getMessage());
            }
            return Optional.empty();
        }
    }

    private static String self(Reported reported) {
        return reported.nodes().stream()
                .filter(NodeReport::isSelf)
                .map(NodeReport::node)
                .findFirst()
                .orElse("");
    }

    private static MonitoringState merged(
            String self, MonitoringState own, Map<String, NodeFigures> others, List<String> missing) {
        List<NodeFigures> all = new ArrayList<>(others.values());
        all.add(0, NodeFigures.of(own));
        Map<String, List<Alert>> alerts = new TreeMap<>();
        others.forEach((node, figures) -> alerts.put(node, figures.alerts()));
        alerts.put(self, own.alerts());
        MergedAlerts mergedAlerts = MergedAlerts.of(alerts);
        ConnectionCounts elsewhere = others.values().stream()
                .map(NodeFigures::connections)
                .reduce(ConnectionCounts.NONE, ConnectionCounts::plus);
        return own.ofCluster(
                Snapshot.merge(all.stream().map(NodeFigures::snapshot).toList()),
                MergedHealth.of(all.stream().map(NodeFigures::health).toList()),
                mergedAlerts.alerts(),
                new ClusterPart(
                        Scope.CLUSTER,
                        self,
                        List.copyOf(alerts.keySet()),
                        List.copyOf(missing),
                        elsewhere,
                        mergedAlerts.nodes()));
    }
}
