package io.marketbell.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.apidocs.ApiDocument;
import io.marketbell.metrics.Window;
import io.marketbell.monitoring.report.AlertsReport;
import io.marketbell.monitoring.report.ApiReport;
import io.marketbell.monitoring.report.DatabaseReport;
import io.marketbell.monitoring.report.HealthReport;
import io.marketbell.monitoring.report.MetricsReport;
import io.marketbell.monitoring.report.MonitoringState;
import io.marketbell.monitoring.report.NodesReport;
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

    private static final ApiDocument DOCUMENT = ApiDocument.openApi();

    /** Returns the example of this name of a response in JSON. */
    static String example(String response, String name) {
        String type =
                Set.of("Health", "Unhealthy").contains(response) ? "application~1health+json" : "application~1json";
        return DOCUMENT.at("/components/responses/Monitoring" + response + "/content/" + type + "/examples/" + name
                        + "/value")
                .toString();
    }

    static Stream<Arguments> reads() {
        MonitoredNode node = new MonitoredNode().trading();
        MonitoringState now = node.cache.now();
        Report series =
                SeriesReport.of(node.query("metric=marketbell_order_duration_seconds", "quantile=0.5,0.95"), now);
        return Stream.of(
                        Arguments.of(new SummaryReport(), example("Summary", "healthy")),
                        Arguments.of(new ApiReport(Window.MINUTE, null), example("Api", "five minutes")),
                        Arguments.of(new TradingReport(Window.HOUR, null), example("Trading", "an hour")),
                        Arguments.of(SocketsReport.of(node.query("state=closed")), example("Websocket", "closed ones")),
                        Arguments.of(new DatabaseReport(Window.MINUTE), example("Database", "a minute")),
                        Arguments.of(
                                MetricsReport.of(node.query("name=marketbell_orders_total")),
                                example("Metrics", "a counter")),
                        Arguments.of(series, example("Series", "two quantiles")),
                        Arguments.of(new HealthReport(), example("Health", "degraded")),
                        Arguments.of(new AlertsReport(), example("Alerts", "one fires")),
                        Arguments.of(new NodesReport(node.nodes()), example("Nodes", "one of two died")))
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
