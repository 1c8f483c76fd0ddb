package io.marketbell.monitoring.report;

import static io.marketbell.metrics.Window.MINUTE;

import io.marketbell.health.Alert;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Snapshot;
import io.marketbell.monitoring.query.ReportQuery;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;

/** The overall state of the node on one page. */
public record SummaryReport() implements Report {

    public static SummaryReport of(ReportQuery query) {
        query.only();
        query.requireValid();
        return new SummaryReport();
    }

    @Override
    public ReportBody answer(MonitoringState state) {
        Snapshot snapshot = state.snapshot();
        JsonObjectBuilder data = HealthJson.state(state.state())
                .add("connections", JsonNumbers.whole(snapshot.value(Metric.WS_CONNECTIONS, Map.of())))
                .add("users", state.listing().users())
                .add("delivery", rateAndLatency(snapshot, Metric.WS_DELIVERY_DURATION))
                .add("api", ApiReport.total(snapshot, MINUTE, Map.of()))
                .add("orders", orders(snapshot))
                .add("trades", trades(snapshot))
                .add("refused", refused(snapshot))
                .add("dropped", SocketsReport.dropped(snapshot))
                .add("database", database(state))
                .add("alerts", alerts(state.alerts()));
        return ReportBody.of(MINUTE.length(), data.build());
    }

    private static JsonObjectBuilder rateAndLatency(Snapshot snapshot, Metric metric) {
        return JsonNumbers.JSON
                .createObjectBuilder()
                .add("per_second", JsonNumbers.perSecond(snapshot.count(metric, MINUTE, Map.of()), MINUTE))
                .add("latency", LatencyJson.of(snapshot.distribution(metric, MINUTE)));
    }

    private static JsonObjectBuilder orders(Snapshot snapshot) {
        JsonObjectBuilder counts = JsonNumbers.JSON.createObjectBuilder();
        for (String event : TradingReport.EVENTS) {
            counts.add(event, JsonNumbers.whole(snapshot.count(Metric.ORDERS, MINUTE, Map.of("event", event))));
        }
        return JsonNumbers.JSON
                .createObjectBuilder()
                .add("per_second", JsonNumbers.perSecond(snapshot.count(Metric.ORDERS, MINUTE, Map.of()), MINUTE))
                .add("open", JsonNumbers.whole(snapshot.value(Metric.ORDERS_OPEN, Map.of())))
                .add("counts", counts)
                .add("latency", LatencyJson.of(snapshot.distribution(Metric.ORDER_DURATION, MINUTE)));
    }

    private static JsonObjectBuilder trades(Snapshot snapshot) {
        double count = snapshot.count(Metric.TRADES, MINUTE, Map.of());
        return JsonNumbers.JSON
                .createObjectBuilder()
                .add("count", JsonNumbers.whole(count))
                .add("per_second", JsonNumbers.perSecond(count, MINUTE));
    }

    private static JsonObjectBuilder refused(Snapshot snapshot) {
        double total = snapshot.value(Metric.RATE_LIMITED, Map.of());
        return JsonNumbers.JSON
                .createObjectBuilder()
                .add("count", JsonNumbers.whole(snapshot.count(Metric.RATE_LIMITED, MINUTE, Map.of())))
                // no series exists before the first rejection: the total is zero, not unknown
                .add("total", JsonNumbers.whole(Double.isNaN(total) ? 0 : total));
    }

    private static JsonObjectBuilder database(MonitoringState state) {
        return JsonNumbers.JSON
                .createObjectBuilder()
                .add("state", HealthJson.database(state.state()))
                .add("level", HealthJson.databaseLevel(state.state()).word())
                .add("connections", DatabaseReport.connections(state.snapshot()))
                .add("latency", LatencyJson.of(state.snapshot().distribution(Metric.DB_QUERY_DURATION, MINUTE)));
    }

    private static JsonObjectBuilder alerts(List<Alert> alerts) {
        return JsonNumbers.JSON
                .createObjectBuilder()
                .add("firing", AlertsReport.count(alerts, AlertsReport.FIRING))
                .add("pending", AlertsReport.count(alerts, AlertsReport.PENDING));
    }
}
