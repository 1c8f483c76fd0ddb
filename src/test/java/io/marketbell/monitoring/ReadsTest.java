package io.marketbell.monitoring;

import static io.marketbell.monitoring.OneNode.ROUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.marketbell.delivery.CloseReason;
import io.marketbell.health.Level;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.OpenMetricsText;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the content of each report for a node with data for all of them. */
class ReadsTest {
    private final OneNode node = new OneNode().trading();

    private JsonObject data(Read read) {
        return node.body(read).getJsonObject("data");
    }

    private static double number(JsonObject json, String pointer) {
        return ((JsonNumber) json.getValue(pointer)).doubleValue();
    }

    @Test
    void everyBodyContainsItsTimeAndNode() {
        JsonObject body = node.body(SummaryRead.of(node.query()));

        assertThat(body.getString("as_of")).isEqualTo("2026-11-23T10:15:43Z");
        assertThat(body.getInt("age_ms")).isZero();
        assertThat(body.getInt("window_seconds")).isEqualTo(60);
        assertThat(body.getString("node")).isEqualTo("node-1");
    }

    @Test
    void summaryReportsTheOverallState() {
        JsonObject data = data(SummaryRead.of(node.query()));

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
        JsonObject summary = new OneNode().body(SummaryRead.of(node.query()));

        assertThat(summary.getValue("/data/api/latency/count").toString()).isEqualTo("0");
        assertThat(summary.getValue("/data/api/latency/p95_ms")).isEqualTo(JsonValue.NULL);
        assertThat(summary.getValue("/data/api/in_flight")).isEqualTo(JsonValue.NULL);
        assertThat(summary.getValue("/data/findings/1/value")).isEqualTo(JsonValue.NULL);
        assertThat(summary.getValue("/data/refused/total").toString()).isEqualTo("0");
    }

    @Test
    void routesAreListedBusiestFirstWithTheirStatuses() {
        JsonObject data = data(ApiRead.of(node.query("window=5m"), node.pages.now()));

        assertThat(OneNode.texts(data, "routes", "route")).containsExactly(ROUTE, "static");
        assertThat(data.getValue("/routes/0/statuses").toString()).isEqualTo("{\"2xx\":2,\"4xx\":1}");
        assertThat(number(data, "/routes/0/latency/count")).isEqualTo(3);
        assertThat(number(data, "/routes/0/per_second")).isEqualTo(0.01);
        assertThat(OneNode.texts(data, "errors", "problem")).containsExactly("validation");
        assertThat(OneNode.texts(data, "refused", "policy")).containsExactly("user");
    }

    @Test
    void aRouteCanBeReportedAlone() {
        JsonObject data = data(ApiRead.of(node.query("route=static"), node.pages.now()));

        assertThat(OneNode.texts(data, "routes", "route")).containsExactly("static");
        assertThat(number(data, "/total/latency/count")).isEqualTo(1);
        assertThat(number(data, "/total/client_errors")).isZero();
        assertThat(data.getJsonArray("errors")).isEmpty();
        assertThat(data(ApiRead.of(node.query("route=/api/v1/dead-letters/{id}"), node.pages.now()))
                        .getJsonArray("routes"))
                .as("not collected before the first request")
                .isEmpty();
    }

    @Test
    void tradesCanBeFilteredByInstrument() {
        JsonObject all = data(TradingRead.of(node.query(), node.pages.now()));
        JsonObject one = data(TradingRead.of(node.query("instrument=AAPL"), node.pages.now()));

        assertThat(OneNode.texts(all, "trades", "instrument")).containsExactly(Metric.OTHER, "MSFT", "AAPL");
        assertThat(OneNode.texts(one, "trades", "instrument")).containsExactly("AAPL");
        assertThat(number(all, "/latency_by_event/rejected/p50_ms")).isCloseTo(13, within(0.2));
    }

    @Test
    void connectionsAreSortedByTheRequestedColumn() {
        assertThat(ids("sort=queue")).containsExactly("c2", "c1", "c3");
        assertThat(ids("sort=messages")).containsExactly("c3", "c1", "c2");
        assertThat(ids("sort=delay", "limit=1")).containsExactly("c2");
    }

    private List<String> ids(String... parameters) {
        return OneNode.texts(data(SocketsRead.of(node.query(parameters))), "entries", "id");
    }

    @Test
    void closedConnectionsReportTheReason() {
        node.closed.add(
                node.closed("c8", CloseReason.UNANSWERED, node.clock.instant().plusSeconds(5)));

        JsonObject data = data(SocketsRead.of(node.query("state=closed")));

        assertThat(OneNode.texts(data, "entries", "id")).as("latest first").containsExactly("c8", "c9");
        assertThat(number(data, "/entries/1/code")).isEqualTo(4002);
        assertThat(data.getValue("/entries/1/reason").toString()).isEqualTo("\"TOO_SLOW\"");
        assertThat(number(data, "/entries/1/queue/count")).isEqualTo(1_000);
        assertThat(data.getValue("/closed").toString()).isEqualTo("{\"TOO_SLOW\":2}");
    }

    @Test
    void connectionsAreListedOncePerSnapshotAndOnlyOnRequest() {
        int before = node.lists;
        node.next();
        node.page(AlertsRead.of(node.query()));
        assertThat(node.lists).isEqualTo(before);

        node.page(SocketsRead.of(node.query()));
        node.page(SocketsRead.of(node.query("sort=delay")));
        node.page(SummaryRead.of(node.query()));
        assertThat(node.lists).isEqualTo(before + 1);
    }

    @Test
    void databaseWorkIsReportedByOperationAndOutcome() {
        JsonObject data = data(DatabaseRead.of(node.query()));

        assertThat(number(data, "/failures")).isEqualTo(1);
        assertThat(OneNode.texts(data, "operations", "outcome")).containsExactly("failure", "success");
        assertThat(number(data, "/connections/idle")).isEqualTo(4);
    }

    @Test
    void aLostDatabaseIsDownAtOnceAtAnyLevel() {
        node.state = node.state(Level.HEALTHY, node.finding("database_reachable", Level.HEALTHY, 0.0, 1));

        assertThat(data(DatabaseRead.of(node.query())).getString("state")).isEqualTo("down");
    }

    @Test
    void metricsAreAvailableInEachFormat() {
        JsonObject data = data(MetricsRead.of(node.query("name=marketbell_orders_total,marketbell_orders_open")));
        assertThat(OneNode.texts(data, "metrics", "kind")).containsExactly("counter", "gauge");
        assertThat(data.getValue("/metrics/0/series/0").toString())
                .isEqualTo("{\"tags\":{\"event\":\"accepted\"},\"total\":80,"
                        + "\"increase\":{\"1m\":80,\"5m\":80,\"1h\":80}}");

        Page csv = node.page(MetricsRead.of(node.query("format=csv", "name=marketbell_orders_total")));
        assertThat(csv.mediaType()).startsWith("text/csv");
        assertThat(new String(csv.body(), StandardCharsets.UTF_8).lines())
                .hasSize(5)
                .contains(
                        "marketbell_orders_total,counter,event=accepted,,,80,,,,,,",
                        "marketbell_orders_total,counter,event=accepted,60,80,,,,,,,")
                .allMatch(line -> line.split(",", -1).length == 12);

        Page text = node.page(MetricsRead.of(node.query("format=openmetrics")));
        assertThat(text.mediaType()).isEqualTo(OpenMetricsText.MEDIA_TYPE);
        assertThat(new String(text.body(), StandardCharsets.UTF_8))
                .contains("marketbell_orders_total{event=\"accepted\"} 80")
                .endsWith("# EOF\n");
    }

    @Test
    void durationsInCsvHaveEightFigures() {
        Page csv = node.page(MetricsRead.of(node.query("format=csv", "name=marketbell_db_query_duration_seconds")));

        assertThat(new String(csv.body(), StandardCharsets.UTF_8).lines())
                .hasSize(1 + 2 * 3)
                .allMatch(line -> line.split(",", -1).length == 12)
                .anyMatch(line -> line.matches(".*operation=append;outcome=success,60,1,,0\\.00100?\\d*,.*"));
    }

    @Test
    void alertsThatFireComeFirst() {
        JsonObject data = data(AlertsRead.of(node.query()));

        assertThat(OneNode.texts(data, "alerts", "state")).containsExactly("firing", "inactive");
        assertThat(number(data, "/firing")).isEqualTo(1);
    }

    @Test
    void healthIsTheWorstLevelWithTheMatchingStatus() {
        assertThat(node.page(HealthRead.of(node.query())).status()).isEqualTo(200);
        JsonObject pass = node.body(HealthRead.of(node.query()));
        assertThat(pass.getString("status")).isEqualTo("pass");
        assertThat(pass.getValue("/notes/0").toString()).contains("orders", "4 samples");
        assertThat(pass.getJsonObject("checks")).containsOnlyKeys("api:responseTime", "orders:responseTime");

        node.state = node.state(Level.DEGRADED, node.finding("api", Level.DEGRADED, 1.3, 500));
        JsonObject warn = node.body(HealthRead.of(node.query()));
        assertThat(warn.getString("status")).isEqualTo("warn");
        assertThat(warn.getString("description")).isEqualTo("degraded: api");
        assertThat(number(warn, "/checks/api:responseTime/0/observedValue")).isEqualTo(1.3);

        node.state = node.state(Level.UNHEALTHY, node.finding("database_reachable", Level.UNHEALTHY, 0.0, 1));
        Page fail = node.page(HealthRead.of(node.query()));
        assertThat(fail.status()).isEqualTo(503);
        assertThat(fail.isGood()).isFalse();
        assertThat(fail.mediaType()).isEqualTo("application/health+json");
        assertThat(OneNode.object(fail.body()).getJsonObject("checks")).containsOnlyKeys("database:reachable");
        assertThat(OneNode.object(fail.body()).getValue("/data/level").toString())
                .isEqualTo("\"unhealthy\"");
    }
}
