package io.marketbell.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.health.HealthLevel;
import io.marketbell.metrics.Window;
import io.marketbell.monitoring.report.AlertsReport;
import io.marketbell.monitoring.report.ApiReport;
import io.marketbell.monitoring.report.DatabaseReport;
import io.marketbell.monitoring.report.HealthReport;
import io.marketbell.monitoring.report.MetricsReport;
import io.marketbell.monitoring.report.Report;
import io.marketbell.monitoring.report.SeriesReport;
import io.marketbell.monitoring.report.SocketsReport;
import io.marketbell.monitoring.report.SummaryReport;
import io.marketbell.monitoring.report.TradingReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Tests that the bodies of all reports are byte for byte the expected ones: the order of members, null members, and the
 * format of numbers.
 */
class ReportBytesTest {
    /** One metric of each kind. */
    private static final String METRICS =
            "name=marketbell_orders_total,marketbell_orders_open,marketbell_order_duration_seconds";

    private static final String FROM = "from=2026-11-23T10:15:00Z";

    @Test
    void bodiesAreByteForByteTheExpectedOnes() throws IOException {
        assertThat(bodies(new MonitoredNode().trading()) + bodies(new MonitoredNode()))
                .isEqualTo(expected());
    }

    private static String bodies(MonitoredNode node) {
        String healthy = text(node, new HealthReport()) + '\n' + text(node, new DatabaseReport(Window.MINUTE));
        node.state =
                node.state(HealthLevel.UNHEALTHY, node.finding("database_reachable", HealthLevel.UNHEALTHY, 0.0, 1));
        Stream<Report> reports = Stream.of(
                SummaryReport.of(node.query()),
                new HealthReport(),
                new AlertsReport(),
                ApiReport.of(node.query("window=5m"), node.cache.now()),
                ApiReport.of(node.query("route=static"), node.cache.now()),
                TradingReport.of(node.query("window=1h"), node.cache.now()),
                SocketsReport.of(node.query()),
                SocketsReport.of(node.query("state=closed")),
                DatabaseReport.of(node.query("window=5m")),
                MetricsReport.of(node.query(METRICS)),
                MetricsReport.of(node.query("format=csv", METRICS)),
                series(node, "metric=marketbell_order_duration_seconds", "quantile=0.5,0.95", FROM),
                series(node, "metric=marketbell_order_duration_seconds", "by=event", "quantile=0.5,1", FROM),
                series(node, "metric=marketbell_orders_total", FROM),
                series(node, "metric=marketbell_orders_total", "figure=count", "by=event", "step=60", FROM),
                series(node, "metric=marketbell_ws_connections", FROM));
        return reports.map(report -> text(node, report)).collect(Collectors.joining("\n", healthy + '\n', "\n"));
    }

    private static Report series(MonitoredNode node, String... query) {
        return SeriesReport.of(node.query(query), node.cache.now());
    }

    private static String text(MonitoredNode node, Report report) {
        return new String(node.page(report).body(), StandardCharsets.UTF_8)
                .replace("\r", "")
                .replaceAll("\"help\":\"[^\"]*\"", "\"help\":\"\"");
    }

    private static String expected() throws IOException {
        try (InputStream in = ReportBytesTest.class.getResourceAsStream("/monitoring/reports.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
