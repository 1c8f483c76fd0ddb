package io.marketbell.monitoring.report;

import io.marketbell.json.JsonMembers;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Reading;
import io.marketbell.metrics.Window;
import io.marketbell.monitoring.query.MetricNames;
import io.marketbell.monitoring.query.ReportQuery;
import io.marketbell.monitoring.query.Scope;
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
        query.only("window", INSTRUMENT, Scope.PARAMETER);
        Window window = query.window();
        String instrument = query.text(INSTRUMENT);
        query.requireValid();
        if (instrument != null) {
            List<String> instruments = state.snapshot().readings(Metric.TRADES).stream()
                    .map(reading -> reading.tags().get(INSTRUMENT))
                    .sorted()
                    .toList();
            if (!instruments.contains(instrument)) {
                throw MetricNames.missing("separately counted instrument", instrument, instruments);
            }
        }
        return new TradingReport(window, instrument);
    }

    @Override
    public Body answer(MonitoringState state) {
        WindowFigures figures = new WindowFigures(state.snapshot(), window);
        JsonMembers byEvent = new JsonMembers();
        TIMED.forEach(event -> byEvent.add(event, figures.latency(Metric.ORDER_DURATION, Map.of("event", event))));
        JsonMembers data = new JsonMembers()
                .add(INSTRUMENT, instrument)
                .add("open_orders", figures.gauge(Metric.ORDERS_OPEN, Map.of()))
                .add("orders", figures.table(Metric.ORDERS, counter -> true))
                .add("latency", figures.latency(Metric.ORDER_DURATION, Map.of()))
                .add("latency_by_event", byEvent)
                .add("trades", figures.table(Metric.TRADES, this::isIncluded));
        return Body.of(window.length(), data);
    }

    private boolean isIncluded(Reading reading) {
        return instrument == null || instrument.equals(reading.tags().get(INSTRUMENT));
    }
}
