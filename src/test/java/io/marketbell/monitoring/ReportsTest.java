package io.marketbell.monitoring;

import static io.marketbell.monitoring.MonitoredNode.ROUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.marketbell.delivery.DisconnectReason;
import io.marketbell.health.HealthLevel;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.export.OpenMetricsText;
import io.marketbell.monitoring.cache.RenderedReport;
import io.marketbell.monitoring.report.AlertsReport;
import io.marketbell.monitoring.report.ApiReport;
import io.marketbell.monitoring.report.DatabaseReport;
import io.marketbell.monitoring.report.HealthReport;
import io.marketbell.monitoring.report.MetricsReport;
import io.marketbell.monitoring.report.Report;
import io.marketbell.monitoring.report.SocketsReport;
import io.marketbell.monitoring.report.SummaryReport;
import io.marketbell.monitoring.report.TradingReport;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the content of each report for a node with data for all of them. */
class ReportsTest {
    private final MonitoredNode node = new MonitoredNode().trading();

    private JsonObject data(Report report) {
        return node.body(report).getJsonObject("data");
    }

    private static double number(JsonObject json, String pointer) {
        return ((JsonNumber) json.getValue(pointer)).doubleValue();
    }

    @Test
    void everyBodyContainsItsTimeAndNode() {
        JsonObject body = node.body(SummaryReport.of(node.query()));

        assertThat(body.getString("as_of")).isEqualTo("2026-11-23T10:15:43Z");
        assertThat(body.getInt("age_ms")).isZero();
        assertThat(body.getInt("window_seconds")).isEqualTo(60);
        assertThat(body.getString("node")).isEqualTo("node-1");
    }

    @Test
    void summaryReportsTheOverallState() {
        JsonObject data = data(SummaryReport.of(node.query()));

        assertThat(data.getString("level")).isEqualTo("healthy");
        assertThat(data.getInt("connections")).isEqualTo(3);
        assertThat(data.getInt("users")).isEqualTo(3);
        assertThat(number(data, "/api/latency/p95_ms")).isCloseTo(40, within(0.4));
        assertThat(number(data, "/api/client_errors")).isEqualTo(1);
        assertThat(number(data, "/delivery/latency/p99_ms")).isCloseTo(2, within(0.02));
        assertThat(number(data, "/orders/open")).isEqualTo(812);
        assertThat(number(data, "/orders/counts/accepted")).isEqualTo(80);
        assertThat(number(data, "/trades/count")).isEqualTo(90);
        assertThat(number(data, "/refused/count")).isEqualTo(1);
        assertThat(number(data, "/dropped/slow")).isEqualTo(40);
        assertThat(data.getJsonObject("database").getString("state")).isEqualTo("up");
        assertThat(number(data, "/alerts/firing")).isEqualTo(1);
    }

    @Test
    void percentilesAreNullInsteadOfZeroWithoutEvents() {
        JsonObject summary = new MonitoredNode().body(SummaryReport.of(node.query()));

        assertThat(summary.getValue("/data/api/latency/count").toString()).isEqualTo("0");
        assertThat(summary.getValue("/data/api/latency/p95_ms")).isEqualTo(JsonValue.NULL);
        assertThat(summary.getValue("/data/api/in_flight")).isEqualTo(JsonValue.NULL);
        assertThat(summary.getValue("/data/findings/1/value")).isEqualTo(JsonValue.NULL);
        assertThat(summary.getValue("/data/refused/total").toString()).isEqualTo("0");
    }

    @Test
    void routesAreListedBusiestFirstWithTheirStatuses() {
        JsonObject data = data(ApiReport.of(node.query("window=5m"), node.cache.now()));

        assertThat(MonitoredNode.texts(data, "routes", "route")).containsExactly(ROUTE, "static");
        assertThat(data.getValue("/routes/0/statuses").toString()).isEqualTo("{\"2xx\":2,\"4xx\":1}");
        assertThat(number(data, "/routes/0/latency/count")).isEqualTo(3);
        assertThat(number(data, "/routes/0/per_second")).isEqualTo(0.01);
        assertThat(MonitoredNode.texts(data, "errors", "problem")).containsExactly("validation");
        assertThat(MonitoredNode.texts(data, "refused", "policy")).containsExactly("user");
    }

    @Test
    void aRouteCanBeReportedAlone() {
        JsonObject data = data(ApiReport.of(node.query("route=static"), node.cache.now()));

        assertThat(MonitoredNode.texts(data, "routes", "route")).containsExactly("static");
        assertThat(number(data, "/total/latency/count")).isEqualTo(1);
        assertThat(number(data, "/total/client_errors")).isZero();
        assertThat(data.getJsonArray("errors")).isEmpty();
        assertThat(data(ApiReport.of(node.query("route=/api/v1/dead-letters/{id}"), node.cache.now()))
                        .getJsonArray("routes"))
                .as("not collected before the first request")
                .isEmpty();
    }

    @Test
    void tradesCanBeFilteredByInstrument() {
        JsonObject all = data(TradingReport.of(node.query(), node.cache.now()));
        JsonObject one = data(TradingReport.of(node.query("instrument=AAPL"), node.cache.now()));

        assertThat(MonitoredNode.texts(all, "trades", "instrument")).containsExactly(Metric.OTHER, "MSFT", "AAPL");
        assertThat(MonitoredNode.texts(one, "trades", "instrument")).containsExactly("AAPL");
        assertThat(number(all, "/latency_by_event/rejected/p50_ms")).isCloseTo(13, within(0.2));
    }

    @Test
    void connectionsAreSortedByTheRequestedColumn() {
        assertThat(ids("sort=queue")).containsExactly("c2", "c1", "c3");
        assertThat(ids("sort=messages")).containsExactly("c3", "c1", "c2");
        assertThat(ids("sort=delay", "limit=1")).containsExactly("c2");
    }

    private List<String> ids(String... parameters) {
        return MonitoredNode.texts(data(SocketsReport.of(node.query(parameters))), "entries", "id");
    }

    @Test
    void closedConnectionsReportTheReason() {
        node.closed.add(node.closed(
                "c8", DisconnectReason.UNANSWERED, node.clock.instant().plusSeconds(5)));

        JsonObject data = data(SocketsReport.of(node.query("state=closed")));

        assertThat(MonitoredNode.texts(data, "entries", "id"))
                .as("latest first")
                .containsExactly("c8", "c9");
        assertThat(number(data, "/entries/1/code")).isEqualTo(4002);
        assertThat(data.getValue("/entries/1/reason").toString()).isEqualTo("\"TOO_SLOW\"");
        assertThat(number(data, "/entries/1/queue/count")).isEqualTo(1_000);
        assertThat(data.getValue("/closed").toString()).isEqualTo("{\"TOO_SLOW\":2}");
    }

    @Test
    void connectionsAreListedOncePerSnapshotAndOnlyOnRequest() {
        int before = node.lists;
        node.next();
        node.page(AlertsReport.of(node.query()));
        assertThat(node.lists).isEqualTo(before);

        node.page(SocketsReport.of(node.query()));
        node.page(SocketsReport.of(node.query("sort=delay")));
        node.page(SummaryReport.of(node.query()));
        assertThat(node.lists).isEqualTo(before + 1);
    }

    @Test
    void databaseWorkIsReportedByOperationAndOutcome() {
        JsonObject data = data(DatabaseReport.of(node.query()));

        assertThat(number(data, "/failures")).isEqualTo(1);
        assertThat(MonitoredNode.texts(data, "operations", "outcome")).containsExactly("failure", "success");
        assertThat(number(data, "/connections/idle")).isEqualTo(4);
    }

    @Test
    void aLostDatabaseIsDownAtOnceAtAnyLevel() {
        node.state = node.state(HealthLevel.HEALTHY, node.finding("database_reachable", HealthLevel.HEALTHY, 0.0, 1));

        assertThat(data(DatabaseReport.of(node.query())).getString("state")).isEqualTo("down");
    }

    @Test
    void metricsAreAvailableInEachFormat() {
        JsonObject data = data(MetricsReport.of(node.query("name=marketbell_orders_total,marketbell_orders_open")));
        assertThat(MonitoredNode.texts(data, "metrics", "kind")).containsExactly("counter", "gauge");
        assertThat(data.getValue("/metrics/0/series/0").toString())
                .isEqualTo("{\"tags\":{\"event\":\"accepted\"},\"total\":80,"
                        + "\"increase\":{\"1m\":80,\"5m\":80,\"1h\":80}}");

        RenderedReport csv = node.page(MetricsReport.of(node.query("format=csv", "name=marketbell_orders_total")));
        assertThat(csv.mediaType()).startsWith("text/csv");
        assertThat(new String(csv.body(), StandardCharsets.UTF_8).lines())
                .hasSize(5)
                .contains(
                        "marketbell_orders_total,counter,event=accepted,,,80,,,,,,",
                        "marketbell_orders_total,counter,event=accepted,60,80,,,,,,,")
                .allMatch(line -> line.split(",", -1).length == 12);

        RenderedReport text = node.page(MetricsReport.of(node.query("format=openmetrics")));
        assertThat(text.mediaType()).isEqualTo(OpenMetricsText.MEDIA_TYPE);
        assertThat(new String(text.body(), StandardCharsets.UTF_8))
                .contains("marketbell_orders_total{event=\"accepted\"} 80")
                .endsWith("# EOF\n");
    }

    @Test
    void durationsInCsvHaveEightFigures() {
        RenderedReport csv =
                node.page(MetricsReport.of(node.query("format=csv", "name=marketbell_db_query_duration_seconds")));

        assertThat(new String(csv.body(), StandardCharsets.UTF_8).lines())
                .hasSize(1 + 2 * 3)
                .allMatch(line -> line.split(",", -1).length == 12)
                .anyMatch(line -> line.matches(".*operation=append;outcome=success,60,1,,0\\.00100?\\d*,.*"));
    }

    @Test
    void alertsThatFireComeFirst() {
        JsonObject data = data(AlertsReport.of(node.query()));

        assertThat(MonitoredNode.texts(data, "alerts", "state")).containsExactly("firing", "inactive");
        assertThat(number(data, "/firing")).isEqualTo(1);
    }

    @Test
    void healthIsTheWorstLevelWithTheMatchingStatus() {
        assertThat(node.page(HealthReport.of(node.query())).status()).isEqualTo(200);
        JsonObject pass = node.body(HealthReport.of(node.query()));
        assertThat(pass.getString("status")).isEqualTo("pass");
        assertThat(pass.getValue("/notes/0").toString()).contains("orders", "4 samples");
        assertThat(pass.getJsonObject("checks")).containsOnlyKeys("api:responseTime", "orders:responseTime");

        node.state = node.state(HealthLevel.DEGRADED, node.finding("api", HealthLevel.DEGRADED, 1.3, 500));
        JsonObject warn = node.body(HealthReport.of(node.query()));
        assertThat(warn.getString("status")).isEqualTo("warn");
        assertThat(warn.getString("description")).isEqualTo("degraded: api");
        assertThat(number(warn, "/checks/api:responseTime/0/observedValue")).isEqualTo(1.3);

        node.state =
                node.state(HealthLevel.UNHEALTHY, node.finding("database_reachable", HealthLevel.UNHEALTHY, 0.0, 1));
        RenderedReport fail = node.page(HealthReport.of(node.query()));
        assertThat(fail.status()).isEqualTo(503);
        assertThat(fail.isGood()).isFalse();
        assertThat(fail.mediaType()).isEqualTo("application/health+json");
        assertThat(MonitoredNode.object(fail.body()).getJsonObject("checks")).containsOnlyKeys("database:reachable");
        assertThat(MonitoredNode.object(fail.body()).getValue("/data/level").toString())
                .isEqualTo("\"unhealthy\"");
    }
}
