package io.marketbell.monitoring;

import io.marketbell.cluster.NodeReport;
import io.marketbell.cluster.NodeReports.Reported;
import io.marketbell.cluster.NodeStatus;
import io.marketbell.delivery.ClientInfo;
import io.marketbell.delivery.ClientState;
import io.marketbell.delivery.ConnectedClients;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.health.Alert;
import io.marketbell.health.Health;
import io.marketbell.health.HealthFinding;
import io.marketbell.health.HealthLevel;
import io.marketbell.health.HealthState;
import io.marketbell.metrics.InProcessMetrics;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.MetricsService;
import io.marketbell.monitoring.cache.RenderedReport;
import io.marketbell.monitoring.cache.ReportCache;
import io.marketbell.monitoring.merge.ClusterView;
import io.marketbell.monitoring.query.ReportQuery;
import io.marketbell.monitoring.report.Report;
import io.marketbell.testkit.clock.TestClock;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A node on a test clock, with data for every report. */
public final class MonitoredNode implements Health, ConnectedClients {
    static final String ROUTE = "/api/v1/notifications";
    static final Duration INTERVAL = Duration.ofSeconds(10);

    public final TestClock clock = TestClock.at("2026-11-23T10:15:30Z");
    final MetricsService metrics = new InProcessMetrics(clock, System::nanoTime, Runnable::run);
    final List<ClientState> open = new ArrayList<>();
    final List<ClientState> closed = new ArrayList<>();
    final List<Alert> alerts = new ArrayList<>();
    public HealthState state = healthy();
    int lists;

    public final FakeReports reports = new FakeReports();
    public final ReportCache cache = new ReportCache(
            metrics,
            this,
            this,
            Set.of(ROUTE, "/api/v1/dead-letters/{id}", "static"),
            clock,
            "node-1",
            new ClusterView(reports, clock));

    private HealthState healthy() {
        return state(
                HealthLevel.HEALTHY,
                finding("api", HealthLevel.HEALTHY, 0.0097, 1_200),
                finding("orders", HealthLevel.HEALTHY, null, 4));
    }

    public HealthState state(HealthLevel level, HealthFinding... findings) {
        return new HealthState(level, clock.instant(), clock.instant(), true, List.of(findings));
    }

    HealthFinding finding(String name, HealthLevel level, Double value, long samples) {
        return new HealthFinding(name, level, value, "seconds", 1.0, 2.0, samples, clock.instant());
    }

    ClientState client(String id, int waiting, Duration delay, long messages) {
        return new ClientState(
                id,
                "user of " + id,
                new ClientInfo("premium", ClientInfo.Via.WEBSOCKET, "203.0.113.7"),
                clock.instant(),
                waiting,
                100L * waiting,
                delay,
                messages,
                messages,
                1,
                null,
                null);
    }

    ClientState closed(String id, DisconnectReason reason, Instant at) {
        return new ClientState(
                id,
                "user of " + id,
                new ClientInfo(null, null, null),
                at.minusSeconds(60),
                1_000,
                250_000,
                Duration.ofSeconds(9),
                88,
                12,
                1,
                at,
                reason);
    }

    /** Records data for every report. */
    public MonitoredNode trading() {
        metrics.timings(Metric.HTTP_REQUEST_DURATION).of("POST", ROUTE, "2xx").record(30_000_000);
        metrics.timings(Metric.HTTP_REQUEST_DURATION).of("POST", ROUTE, "2xx").record(40_000_000);
        metrics.timings(Metric.HTTP_REQUEST_DURATION).of("POST", ROUTE, "4xx").record(1_000_000);
        metrics.timings(Metric.HTTP_REQUEST_DURATION).of("GET", "static", "2xx").record(1_000_000);
        metrics.counts(Metric.HTTP_ERRORS).of(ROUTE, "validation").increment();
        metrics.rateLimited("user");
        metrics.timings(Metric.ORDER_DURATION).of("accepted").record(11_000_000);
        metrics.timings(Metric.ORDER_DURATION).of("rejected").record(13_000_000);
        metrics.counts(Metric.ORDERS).of("accepted").add(80);
        metrics.counts(Metric.TRADES).of("AAPL").add(25);
        metrics.counts(Metric.TRADES).of("MSFT").add(30);
        metrics.counts(Metric.TRADES).of(Metric.OTHER).add(35);
        metrics.counts(Metric.WS_MESSAGES).of("in", "subscribe").add(20);
        metrics.counts(Metric.WS_MESSAGES).of("out", "notification").add(600);
        metrics.counts(Metric.WS_DROPPED).of("slow").add(40);
        metrics.timings(Metric.WS_DELIVERY_DURATION).of("CRITICAL").record(2_000_000);
        metrics.timings(Metric.DB_QUERY_DURATION).of("append", "success").record(1_000_000);
        metrics.timings(Metric.DB_QUERY_DURATION).of("append", "failure").record(9_000_000);
        metrics.watch(Metric.WS_CONNECTIONS, () -> open.size());
        metrics.watch(Metric.ORDERS_OPEN, () -> 812);
        metrics.watch(Metric.DB_CONNECTIONS, () -> 1, "in_use");
        metrics.watch(Metric.DB_CONNECTIONS, () -> 4, "idle");
        open.add(client("c1", 10, Duration.ofMillis(5), 900));
        open.add(client("c2", 120, Duration.ofMillis(840), 20));
        open.add(client("c3", 0, Duration.ZERO, 5_000));
        closed.add(closed("c9", DisconnectReason.TOO_SLOW, clock.instant()));
        alerts.add(alert("MarketbellApiSlow", "inactive"));
        alerts.add(alert("MarketbellDatabaseLost", "firing"));
        next();
        return this;
    }

    Alert alert(String name, String condition) {
        return new Alert(
                name,
                "page",
                condition,
                clock.instant(),
                0.0,
                1.0,
                "ratio",
                "What it is.",
                "What to do.",
                "docs/reference/alerts.md#" + name);
    }

    /** Returns this node, and one that has joined but reported nothing. */
    public Reported nodes() {
        NodeStatus status = new NodeStatus("k3f", "0.2.0", "healthy", open.size(), 3, -1_204, "AWAY", 15);
        Instant since = clock.instant().minusSeconds(60);
        return new Reported(
                clock.instant(),
                List.of(
                        new NodeReport(
                                "node-1",
                                "00c1",
                                NodeReport.RUNNING,
                                since,
                                Duration.ofMillis(212),
                                0,
                                status,
                                Duration.ofSeconds(2),
                                null,
                                null,
                                true),
                        new NodeReport(
                                "node-2",
                                "00c2",
                                NodeReport.RUNNING,
                                since,
                                Duration.ofMillis(800),
                                0,
                                null,
                                null,
                                null,
                                null,
                                false)));
    }

    /** Advances to the next snapshot; health is evaluated immediately. */
    public void next() {
        clock.advance(INTERVAL.plusSeconds(3));
        metrics.snapshot();
        state = state(state.level(), state.findings().toArray(HealthFinding[]::new));
    }

    public MetricsService metrics() {
        return metrics;
    }

    public ReportQuery query(String... namesAndValues) {
        Map<String, List<String>> given = new java.util.LinkedHashMap<>();
        for (String pair : namesAndValues) {
            String[] both = pair.split("=", 2);
            given.computeIfAbsent(both[0], unused -> new ArrayList<>()).add(both[1]);
        }
        return new ReportQuery(given);
    }

    public JsonObject body(Report report) {
        return object(page(report).body());
    }

    public RenderedReport page(Report report) {
        return cache.page(report, cache.now());
    }

    public static JsonObject object(byte[] body) {
        return Json.createReader(new StringReader(new String(body, StandardCharsets.UTF_8)))
                .readObject();
    }

    @Override
    public HealthState state() {
        return state;
    }

    @Override
    public List<Alert> alerts() {
        return alerts;
    }

    @Override
    public Listing list() {
        lists++;
        return new Listing(
                clock.instant(),
                open.size(),
                List.copyOf(open),
                List.copyOf(closed),
                Map.of(DisconnectReason.TOO_SLOW, (long) closed.size(), DisconnectReason.GONE, 0L),
                1_000,
                1 << 20);
    }

    static List<String> texts(JsonObject json, String array, String member) {
        return json.getJsonArray(array).getValuesAs(JsonObject.class).stream()
                .map(entry -> entry.getString(member))
                .toList();
    }
}
