package io.marketbell.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.metrics.Window;
import io.marketbell.monitoring.report.AlertsReport;
import io.marketbell.monitoring.report.ApiReport;
import io.marketbell.monitoring.report.DatabaseReport;
import io.marketbell.monitoring.report.HealthReport;
import io.marketbell.monitoring.report.MetricsReport;
import io.marketbell.monitoring.report.MonitoringState;
import io.marketbell.monitoring.report.Report;
import io.marketbell.monitoring.report.SeriesReport;
import io.marketbell.monitoring.report.SocketsReport;
import io.marketbell.monitoring.report.SummaryReport;
import io.marketbell.monitoring.report.TradingReport;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that the OpenAPI examples match real responses. */
class ReportExamplesTest {
    /** Objects whose member names are data, such as route or tag names. */
    private static final Set<String> DICTIONARIES = Set.of(
            "statuses", "in", "out", "latency_by_priority", "latency_by_event", "closed", "tags", "checks", "counts");

    static Stream<Arguments> reads() {
        MonitoredNode node = new MonitoredNode().trading();
        MonitoringState now = node.cache.now();
        Report series =
                SeriesReport.of(node.query("metric=marketbell_order_duration_seconds", "quantile=0.5,0.95"), now);
        return Stream.of(
                        Arguments.of(new SummaryReport(), ReportExamples.SUMMARY),
                        Arguments.of(new ApiReport(Window.MINUTE, null), ReportExamples.API),
                        Arguments.of(new TradingReport(Window.HOUR, null), ReportExamples.TRADING),
                        Arguments.of(SocketsReport.of(node.query("state=closed")), ReportExamples.WEBSOCKET),
                        Arguments.of(new DatabaseReport(Window.MINUTE), ReportExamples.DATABASE),
                        Arguments.of(
                                MetricsReport.of(node.query("name=marketbell_orders_total")), ReportExamples.METRICS),
                        Arguments.of(series, ReportExamples.SERIES),
                        Arguments.of(new HealthReport(), ReportExamples.HEALTH),
                        Arguments.of(new AlertsReport(), ReportExamples.ALERTS))
                .map(both -> Arguments.of(both.get()[0], both.get()[1], node));
    }

    @ParameterizedTest
    @MethodSource("reads")
    void anExampleHasTheMembersOfARealResponse(Report report, String example, MonitoredNode node) {
        assertThat(members(MonitoredNode.object(example.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(members(node.body(report)));
    }

    private static Set<String> members(JsonObject json) {
        Set<String> members = new TreeSet<>();
        collect("", json, members);
        return members;
    }

    private static void collect(String path, JsonValue value, Set<String> members) {
        if (value instanceof JsonObject object) {
            object.forEach((name, member) -> {
                members.add(path + '/' + name);
                if (!DICTIONARIES.contains(name)) {
                    collect(path + '/' + name, member, members);
                }
            });
        } else if (value instanceof JsonArray array) {
            array.forEach(element -> collect(path + "/-", element, members));
        }
    }
}
