package io.marketbell.monitoring.report;

import io.marketbell.cluster.Bus;
import io.marketbell.cluster.NodeReport;
import io.marketbell.cluster.NodeReports.Reported;
import io.marketbell.cluster.NodeStatus;
import io.marketbell.json.JsonMembers;
import io.marketbell.monitoring.query.ReportQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;

/** The nodes of the cluster. A report of the same nodes as of the same time is equal. */
public record NodesReport(Reported reported) implements Report {
    private static final double MICROS_A_MILLI = 1_000;

    public static NodesReport of(ReportQuery query, Reported reported) {
        query.only();
        query.requireValid();
        return new NodesReport(reported);
    }

    @Override
    public Body answer(MonitoringState state) {
        JsonMembers data =
                new JsonMembers().add("nodes", reported.nodes().stream().map(this::node));
        return Body.current(reported.asOf(), data);
    }

    private JsonMembers node(NodeReport node) {
        return new JsonMembers()
                .add("name", node.node())
                .add("self", node.isSelf())
                .add("state", node.state())
                .add("since", node.since())
                .add("heartbeat_age_ms", node.heartbeatAge().toMillis())
                .add("wire", node.wire())
                .add("tag", figure(node, NodeStatus::tag))
                .add("version", figure(node, NodeStatus::version))
                .add("level", figure(node, NodeStatus::level))
                .add("connections", figure(node, NodeStatus::connections))
                .add("lag", figure(node, NodeStatus::lag))
                .add(
                        "clock_skew_ms",
                        figure(node, status -> RoundedNumber.thousandths(status.skewMicros() / MICROS_A_MILLI)))
                .add("bus", figure(node, status -> status.bus().toLowerCase(Locale.ROOT)))
                .add("bus_lag_ms", figure(node, NodesReport::busLag))
                .add("as_of", reportedAt(node.statusAge()));
    }

    /** Returns null if the node has no bus. */
    private static Object busLag(NodeStatus status) {
        return status.bus().equals(Bus.State.NONE.name()) ? null : status.busLagMillis();
    }

    /** Returns null if the node has reported nothing. */
    private static Object figure(NodeReport node, Function<NodeStatus, Object> figure) {
        return node.reported().map(figure).orElse(null);
    }

    private Instant reportedAt(Duration age) {
        return age == null ? null : reported.asOf().minus(age);
    }
}
