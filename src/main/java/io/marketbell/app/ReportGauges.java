package io.marketbell.app;

import io.marketbell.cluster.NodeReports;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Registers the gauges of the nodes' reports. */
@ApplicationScoped
class ReportGauges {
    private static final double MILLIS_A_SECOND = 1_000;

    void start(@Observes Startup startup, NodeReports reports, Storage storage, MetricRegistry metrics) {
        gauge(metrics, "marketbell_cluster_nodes_expected", "Nodes that the operator runs", storage::nodesExpected);
        gauge(
                metrics,
                "marketbell_cluster_report_age_seconds",
                "Age of the oldest report of a running node",
                () -> reports.latest().oldestAge().toMillis() / MILLIS_A_SECOND);
        gauge(
                metrics,
                "marketbell_cluster_reports_missing",
                "Running nodes whose measurements are unknown to this node, or older than 30 seconds",
                () -> reports.latest().missing());
        gauge(
                metrics,
                "marketbell_cluster_report_bytes",
                "Size of the measurements that this node has written last for the others, at most 1 MiB",
                reports::writtenBytes);
    }

    private static <N extends Number> void gauge(
            MetricRegistry metrics, String name, String description, Supplier<N> value) {
        metrics.gauge(
                Metadata.builder().withName(name).withDescription(description).build(), value);
    }
}
