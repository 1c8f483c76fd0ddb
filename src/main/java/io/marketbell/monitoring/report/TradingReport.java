package io.marketbell.monitoring.report;

import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Reading;
import io.marketbell.metrics.Snapshot;
import io.marketbell.metrics.Window;
import io.marketbell.monitoring.query.MetricNames;
import io.marketbell.monitoring.query.ReportQuery;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;

/**
 * Orders and trades.
 *
 * @param instrument the only instrument whose trades are reported, or null for all
 */
public record TradingReport(Window window, String instrument) implements Report {
    public static final List<String> EVENTS = List.of("accepted", "filled", "cancelled", "rejected");
    private static final List<String> TIMED = List.of("accepted", "rejected");
    private static final String INSTRUMENT = "instrument";

    public static TradingReport of(ReportQuery query, MonitoringState state) {
        query.only("window", INSTRUMENT);
        Window window = query.window();
        String instrument = query.text(INSTRUMENT);
        query.requireValid();
        if (instrument != null) {
            List<String> known = state.snapshot().readings(Metric.TRADES).stream()
                    .map(reading -> reading.tags().get(INSTRUMENT))
                    .sorted()
                    .toList();
            if (!known.contains(instrument)) {
                throw MetricNames.missing("separately counted instrument", instrument, known);
            }
        }
        return new TradingReport(window, instrument);
    }

    @Override
    public ReportBody answer(MonitoringState state) {
        Snapshot snapshot = state.snapshot();
        JsonObjectBuilder byEvent = JsonNumbers.JSON.createObjectBuilder();
        for (String event : TIMED) {
            byEvent.add(
                    event,
                    LatencyJson.of(snapshot.distribution(Metric.ORDER_DURATION, window, Map.of("event", event))));
        }
        JsonObjectBuilder data = JsonNumbers.JSON.createObjectBuilder();
        JsonNumbers.add(data, INSTRUMENT, instrument);
        data.add("open_orders", JsonNumbers.whole(snapshot.value(Metric.ORDERS_OPEN, Map.of())))
                .add("orders", CounterTable.of(snapshot, Metric.ORDERS, window).json())
                .add("latency", LatencyJson.of(snapshot.distribution(Metric.ORDER_DURATION, window)))
                .add("latency_by_event", byEvent)
                .add(
                        "trades",
                        CounterTable.of(snapshot, Metric.TRADES, window)
                                .filter(this::isMeant)
                                .json());
        return ReportBody.of(window.length(), data.build());
    }

    private boolean isMeant(Reading reading) {
        return instrument == null || instrument.equals(reading.tags().get(INSTRUMENT));
    }
}
