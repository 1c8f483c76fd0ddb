package io.marketbell.monitoring.report;

import static io.marketbell.metrics.Window.MINUTE;

import io.marketbell.health.HealthState;
import io.marketbell.json.JsonMembers;
import io.marketbell.metrics.Metric;
import io.marketbell.monitoring.query.ReportQuery;
import io.marketbell.monitoring.query.Scope;
import java.math.BigDecimal;
import java.util.Map;

/** The overall state of the node on one page. */
public record SummaryReport() implements Report {

    public static SummaryReport of(ReportQuery query) {
        query.only(Scope.PARAMETER);
        query.requireValid();
        return new SummaryReport();
    }

    @Override
    public Body answer(MonitoringState state) {
        WindowFigures figures = new WindowFigures(state.snapshot(), MINUTE);
        JsonMembers data = HealthJson.state(state.state())
                .add("connections", figures.gauge(Metric.WS_CONNECTIONS, Map.of()))
                .add("users", state.connections().users())
                .add("delivery", delivery(figures))
                .add("api", ApiReport.total(figures, Map.of()))
                .add("orders", orders(figures))
                .add("trades", trades(figures))
                .add("refused", refused(figures))
                .add("dropped", SocketsReport.dropped(figures))
                .add("database", database(state.state(), figures))
                .add("alerts", AlertsReport.counts(state.alerts()));
        return Body.of(MINUTE.length(), data);
    }

    private static JsonMembers delivery(WindowFigures figures) {
        return new JsonMembers()
                .add("per_second", figures.perSecond(Metric.WS_DELIVERY_DURATION, Map.of()))
                .add("latency", figures.latency(Metric.WS_DELIVERY_DURATION, Map.of()));
    }

    private static JsonMembers orders(WindowFigures figures) {
        return new JsonMembers()
                .add("per_second", figures.perSecond(Metric.ORDERS, Map.of()))
                .add("open", figures.gauge(Metric.ORDERS_OPEN, Map.of()))
                .add("counts", figures.counts(Metric.ORDERS, "event", TradingReport.EVENTS))
                .add("latency", figures.latency(Metric.ORDER_DURATION, Map.of()));
    }

    private static JsonMembers trades(WindowFigures figures) {
        return new JsonMembers()
                .add("count", figures.count(Metric.TRADES, Map.of()))
                .add("per_second", figures.perSecond(Metric.TRADES, Map.of()));
    }

    private static JsonMembers refused(WindowFigures figures) {
        BigDecimal total = figures.gauge(Metric.RATE_LIMITED, Map.of());
        return new JsonMembers()
                .add("count", figures.count(Metric.RATE_LIMITED, Map.of()))
                // no series exists before the first rejection: the total is zero, not unknown
                .add("total", total == null ? 0 : total);
    }

    private static JsonMembers database(HealthState state, WindowFigures figures) {
        return new JsonMembers()
                .add("state", HealthJson.database(state))
                .add("level", HealthJson.databaseLevel(state).word())
                .add("connections", DatabaseReport.connections(figures))
                .add("latency", figures.latency(Metric.DB_QUERY_DURATION, Map.of()));
    }
}
