package io.marketbell.monitoring;

import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Reading;
import io.marketbell.metrics.Snapshot;
import io.marketbell.metrics.Window;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;

/**
 * Orders and trades.
 *
 * @param instrument the only instrument whose trades are reported, or null for all
 */
record TradingRead(Window window, String instrument) implements Read {
    static final List<String> EVENTS = List.of("accepted", "filled", "cancelled", "rejected");
    private static final List<String> TIMED = List.of("accepted", "rejected");
    private static final String INSTRUMENT = "instrument";

    static TradingRead of(Query query, Moment moment) {
        query.only("window", INSTRUMENT);
        Window window = query.window();
        String instrument = query.text(INSTRUMENT);
        query.demandSound();
        if (instrument != null) {
            List<String> known = moment.snapshot().readings(Metric.TRADES).stream()
                    .map(reading -> reading.tags().get(INSTRUMENT))
                    .sorted()
                    .toList();
            if (!known.contains(instrument)) {
                throw Known.missing("separately counted instrument", instrument, known);
            }
        }
        return new TradingRead(window, instrument);
    }

    @Override
    public Answer answer(Moment moment) {
        Snapshot snapshot = moment.snapshot();
        JsonObjectBuilder byEvent = Numbers.JSON.createObjectBuilder();
        for (String event : TIMED) {
            byEvent.add(
                    event, Latency.of(snapshot.distribution(Metric.ORDER_DURATION, window, Map.of("event", event))));
        }
        JsonObjectBuilder data = Numbers.JSON.createObjectBuilder();
        Numbers.add(data, INSTRUMENT, instrument);
        data.add("open_orders", Numbers.whole(snapshot.value(Metric.ORDERS_OPEN, Map.of())))
                .add("orders", Counts.of(snapshot, Metric.ORDERS, window).json())
                .add("latency", Latency.of(snapshot.distribution(Metric.ORDER_DURATION, window)))
                .add("latency_by_event", byEvent)
                .add(
                        "trades",
                        Counts.of(snapshot, Metric.TRADES, window)
                                .filter(this::isMeant)
                                .json());
        return Answer.of(window.length(), data.build());
    }

    private boolean isMeant(Reading reading) {
        return instrument == null || instrument.equals(reading.tags().get(INSTRUMENT));
    }
}
