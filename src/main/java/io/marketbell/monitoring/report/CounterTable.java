package io.marketbell.monitoring.report;

import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Reading;
import io.marketbell.metrics.Reading.Counter;
import io.marketbell.metrics.Snapshot;
import io.marketbell.metrics.Window;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Series of a counter, busiest first, with tags, increase in the window, and total. */
record CounterTable(List<Counter> series, Window window) {

    static CounterTable of(Snapshot snapshot, Metric metric, Window window) {
        return new CounterTable(
                snapshot.readings(metric).stream()
                        .filter(Counter.class::isInstance)
                        .map(Counter.class::cast)
                        .sorted(Comparator.comparingDouble((Counter counter) -> -increase(counter, window))
                                .thenComparing(counter -> counter.tags().toString()))
                        .toList(),
                window);
    }

    private static double increase(Counter counter, Window window) {
        return counter.increase().get(window);
    }

    CounterTable filter(Predicate<? super Reading> meant) {
        return new CounterTable(series.stream().filter(meant).toList(), window);
    }

    CounterTable withoutIdle() {
        return new CounterTable(
                series.stream().filter(counter -> increase(counter, window) > 0).toList(), window);
    }

    JsonArrayBuilder json() {
        JsonArrayBuilder json = JsonNumbers.JSON.createArrayBuilder();
        for (Counter counter : series) {
            JsonObjectBuilder line = JsonNumbers.JSON.createObjectBuilder();
            counter.tags().forEach(line::add);
            double increase = increase(counter, window);
            json.add(line.add("count", JsonNumbers.whole(increase))
                    .add("per_second", JsonNumbers.perSecond(increase, window))
                    .add("total", JsonNumbers.whole(counter.total())));
        }
        return json;
    }
}
