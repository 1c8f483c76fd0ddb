package io.marketbell.monitoring.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.marketbell.cluster.NodeReport;
import io.marketbell.cluster.NodeReports.Reported;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.health.HealthLevel;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Window;
import io.marketbell.monitoring.MonitoredNode;
import io.marketbell.monitoring.query.Scope;
import io.marketbell.monitoring.report.AlertsReport;
import io.marketbell.monitoring.report.MonitoringState;
import io.marketbell.monitoring.report.Report;
import io.marketbell.monitoring.report.SeriesReport;
import io.marketbell.monitoring.report.SocketsReport;
import io.marketbell.monitoring.report.SummaryReport;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterViewTest {
    private static final Duration NOW = Duration.ZERO;

    private final MonitoredNode node = new MonitoredNode();
    private final MonitoredNode other = new MonitoredNode();
    private final List<NodeReport> known = new ArrayList<>();

    @BeforeEach
    void twoNodes() {
        node.trading();
        other.trading();
        known.add(report("node-1", NodeReport.RUNNING, NOW, null, null, true));
    }

    private NodeReport report(
            String name, String state, Duration heartbeatAge, byte[] figures, Duration figuresAge, boolean self) {
        return new NodeReport(
                name,
                "of " + name,
                state,
                node.clock.instant(),
                heartbeatAge,
                0,
                null,
                null,
                figures,
                figuresAge,
                self);
    }

    private NodeReport running(String name, byte[] figures, Duration age) {
        return report(name, NodeReport.RUNNING, NOW, figures, age, false);
    }

    private MonitoringState merged(NodeReport... others) {
        List<NodeReport> all = new ArrayList<>(known);
        all.addAll(List.of(others));
        node.reports.reported = new Reported(node.clock.instant(), all);
        return node.cache.refreshed(Scope.CLUSTER);
    }

    private JsonObject body(Report report, NodeReport... others) {
        return MonitoredNode.object(node.cache.page(report, merged(others)).body());
    }

    private byte[] figures() {
        return other.cache.figures();
    }

    private static List<String> texts(JsonObject json, String member) {
        return json.getJsonArray(member).getValuesAs(JsonString::getString);
    }

    @Test
    void figuresOfBothNodesAreMerged() {
        JsonObject body = body(new SummaryReport(), running("node-2", figures(), NOW));

        assertThat(body.getString("scope")).isEqualTo("cluster");
        assertThat(body.getString("node")).isEqualTo("node-1");
        assertThat(texts(body, "nodes")).containsExactly("node-1", "node-2");
        assertThat(texts(body, "missing")).isEmpty();
        JsonObject data = body.getJsonObject("data");
        assertThat(data.getInt("connections")).isEqualTo(6);
        assertThat(data.getInt("users")).isEqualTo(6);
        assertThat(data.getJsonObject("trades").getInt("count")).isEqualTo(180);
        assertThat(data.getJsonObject("api").getJsonObject("latency").getInt("count"))
                .isEqualTo(8);
        assertThat(data.getJsonObject("orders").getInt("open")).isEqualTo(812);
    }

    @Test
    void percentilesAreThoseOfAllValues() {
        for (int i = 1; i <= 50; i++) {
            // more than half of all values are recorded by the other node
            other.metrics().timings(Metric.ORDER_DURATION).of("accepted").record(i * 10_000_000L);
        }
        other.next();
        node.next();

        double p95 = merged(running("node-2", figures(), NOW))
                .snapshot()
                .distribution(Metric.ORDER_DURATION, Window.FIVE_MINUTES)
                .p95();

        assertThat(p95).isBetween(0.47, 0.50);
    }

    @Test
    void timeIsThatOfTheOldestFigures() {
        byte[] older = figures();
        String asOf = other.clock.instant().toString();
        node.next();

        assertThat(body(new SummaryReport(), running("node-2", older, Duration.ofSeconds(13)))
                        .getString("as_of"))
                .isEqualTo(asOf);
    }

    @Test
    void runningNodeWithoutRecentOrReadableFiguresIsMissing() {
        JsonObject body = body(
                new SummaryReport(),
                running("node-2", figures(), NodeReport.FIGURES_KEPT.plusMillis(1)),
                running("node-3", null, null),
                running("node-4", new byte[] {1, 2, 3}, NOW),
                running("node-5", new byte[] {99}, NOW));

        assertThat(texts(body, "nodes")).containsExactly("node-1");
        assertThat(texts(body, "missing")).containsExactly("node-2", "node-3", "node-4", "node-5");
        assertThat(body.getJsonObject("data").getInt("connections")).isEqualTo(3);
    }

    @Test
    void nodeThatDiedInTheLastHourIsMissingAndOneThatStoppedIsNot() {
        JsonObject body = body(
                new SummaryReport(),
                report("node-2", NodeReport.DEAD, Duration.ofMinutes(59), null, null, false),
                report("node-3", NodeReport.DEAD, Duration.ofMinutes(61), null, null, false),
                report("node-4", NodeReport.STOPPED, NOW, null, null, false));

        assertThat(texts(body, "missing")).containsExactly("node-2");
    }

    @Test
    void healthAndAlertsAreTheWorstOfAllNodes() {
        other.state = other.state(HealthLevel.DEGRADED, node.state.findings().get(0));
        other.next();
        NodeReport second = running("node-2", figures(), NOW);

        assertThat(body(new SummaryReport(), second).getJsonObject("data").getString("level"))
                .isEqualTo("degraded");
        JsonArray alerts =
                body(new AlertsReport(), second).getJsonObject("data").getJsonArray("alerts");
        assertThat(alerts.getJsonObject(0).getString("name")).isEqualTo("MarketbellDatabaseLost");
        assertThat(texts(alerts.getJsonObject(0), "nodes")).containsExactly("node-1", "node-2");
    }

    @Test
    void countsOfConnectionsAreAddedAndTheListIsThatOfThisNode() {
        JsonObject data = body(SocketsReport.of(node.query()), running("node-2", figures(), NOW))
                .getJsonObject("data");

        assertThat(data.getInt("connections")).isEqualTo(6);
        assertThat(data.getJsonObject("closed").getInt(DisconnectReason.TOO_SLOW.name()))
                .isEqualTo(2);
        assertThat(data.getString("entries_node")).isEqualTo("node-1");
        assertThat(data.getInt("matching")).isEqualTo(3);
        assertThat(data.getJsonArray("entries")).hasSize(3);
    }

    @Test
    void historyIsThatOfThisNodeAndSaysSo() {
        MonitoringState merged = merged(running("node-2", figures(), NOW));
        Report series = SeriesReport.of(node.query("metric=marketbell_orders_total", "scope=cluster"), merged);
        JsonObject body = MonitoredNode.object(node.cache.page(series, merged).body());

        assertThat(body.getString("scope")).isEqualTo("node");
        assertThat(texts(body, "nodes")).containsExactly("node-1");
        assertThat(texts(body, "missing")).containsExactly("node-2");
    }

    @Test
    void singleNodeIsItsOwnCluster() {
        JsonObject cluster = body(new SummaryReport());

        assertThat(texts(cluster, "nodes")).containsExactly("node-1");
        assertThat(cluster.get("data")).isEqualTo(node.body(new SummaryReport()).get("data"));
    }

    @Test
    void stateIsTheSameUntilSomethingChanges() {
        NodeReport second = running("node-2", figures(), NOW);
        MonitoringState first = merged(second);
        assertThat(merged(running("node-2", second.figures(), Duration.ofSeconds(2))))
                .isSameAs(first);

        assertThat(merged()).isNotSameAs(first);
    }

    @Test
    void requestsDoNotMergeAgainForFiveSeconds() {
        MonitoringState first = merged();
        known.add(running("node-2", figures(), NOW));
        node.reports.reported = new Reported(node.clock.instant(), known);

        assertThat(node.cache.now(Scope.CLUSTER)).isSameAs(first);

        node.clock.advance(Duration.ofSeconds(5));
        assertThat(node.cache.now(Scope.CLUSTER)).isNotSameAs(first);
    }

    @Test
    void theTimerMergesForAMinuteAfterARequest() {
        merged();
        node.cache.now(Scope.CLUSTER);
        node.clock.advance(Duration.ofSeconds(59));
        known.add(running("node-2", figures(), NOW));
        MonitoringState refreshed = afterTimer();
        assertThat(refreshed.cluster().orElseThrow().included()).containsExactly("node-1", "node-2");

        node.clock.advance(Duration.ofSeconds(60));
        // the timer would fail to read the reports
        assertThatCode(node.cache::refreshIfWanted).doesNotThrowAnyException();
    }

    private MonitoringState afterTimer() {
        node.reports.reported = new Reported(node.clock.instant(), known);
        node.cache.refreshIfWanted();
        // a request now would fail to read the reports
        node.reports.reported = null;
        return node.cache.now(Scope.CLUSTER);
    }

    @Test
    void figuresAreEncodedOncePerSnapshot() {
        byte[] first = figures();
        assertThat(figures()).isSameAs(first);

        other.next();
        assertThat(figures()).isNotSameAs(first);
    }
}
