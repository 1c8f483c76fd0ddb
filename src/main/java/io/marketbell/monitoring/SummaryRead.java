package io.marketbell.monitoring;

import static io.marketbell.metrics.Window.MINUTE;

import io.marketbell.health.Alert;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Snapshot;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;

/** The overall state of the node on one page. */
record SummaryRead() implements Read {

    static SummaryRead of(Query query) {
        query.only();
        query.demandSound();
        return new SummaryRead();
    }

    @Override
    public Answer answer(Moment moment) {
        Snapshot snapshot = moment.snapshot();
        JsonObjectBuilder data = HealthJson.state(moment.state())
                .add("connections", Numbers.whole(snapshot.value(Metric.WS_CONNECTIONS, Map.of())))
                .add("users", moment.listing().users())
                .add("delivery", rateAndLatency(snapshot, Metric.WS_DELIVERY_DURATION))
                .add("api", ApiRead.total(snapshot, MINUTE, Map.of()))
                .add("orders", orders(snapshot))
                .add("trades", trades(snapshot))
                .add("refused", refused(snapshot))
                .add("dropped", SocketsRead.dropped(snapshot))
                .add("database", database(moment))
                .add("alerts", alerts(moment.alerts()));
        return Answer.of(MINUTE.length(), data.build());
    }

    private static JsonObjectBuilder rateAndLatency(Snapshot snapshot, Metric metric) {
        return Numbers.JSON
                .createObjectBuilder()
                .add("per_second", Numbers.perSecond(snapshot.count(metric, MINUTE, Map.of()), MINUTE))
                .add("latency", Latency.of(snapshot.distribution(metric, MINUTE)));
    }

    private static JsonObjectBuilder orders(Snapshot snapshot) {
        JsonObjectBuilder counts = Numbers.JSON.createObjectBuilder();
        for (String event : TradingRead.EVENTS) {
            counts.add(event, Numbers.whole(snapshot.count(Metric.ORDERS, MINUTE, Map.of("event", event))));
        }
        return Numbers.JSON
                .createObjectBuilder()
                .add("per_second", Numbers.perSecond(snapshot.count(Metric.ORDERS, MINUTE, Map.of()), MINUTE))
                .add("open", Numbers.whole(snapshot.value(Metric.ORDERS_OPEN, Map.of())))
                .add("counts", counts)
                .add("latency", Latency.of(snapshot.distribution(Metric.ORDER_DURATION, MINUTE)));
    }

    private static JsonObjectBuilder trades(Snapshot snapshot) {
        double count = snapshot.count(Metric.TRADES, MINUTE, Map.of());
        return Numbers.JSON
                .createObjectBuilder()
                .add("count", Numbers.whole(count))
                .add("per_second", Numbers.perSecond(count, MINUTE));
    }

    private static JsonObjectBuilder refused(Snapshot snapshot) {
        double total = snapshot.value(Metric.RATE_LIMITED, Map.of());
        return Numbers.JSON
                .createObjectBuilder()
                .add("count", Numbers.whole(snapshot.count(Metric.RATE_LIMITED, MINUTE, Map.of())))
                // no series exists before the first rejection: the total is zero, not unknown
                .add("total", Numbers.whole(Double.isNaN(total) ? 0 : total));
    }

    private static JsonObjectBuilder database(Moment moment) {
        return Numbers.JSON
                .createObjectBuilder()
                .add("state", HealthJson.database(moment.state()))
                .add("level", HealthJson.databaseLevel(moment.state()).word())
                .add("connections", DatabaseRead.connections(moment.snapshot()))
                .add("latency", Latency.of(moment.snapshot().distribution(Metric.DB_QUERY_DURATION, MINUTE)));
    }

    private static JsonObjectBuilder alerts(List<Alert> alerts) {
        return Numbers.JSON
                .createObjectBuilder()
                .add("firing", AlertsRead.count(alerts, AlertsRead.FIRING))
                .add("pending", AlertsRead.count(alerts, AlertsRead.PENDING));
    }
}
