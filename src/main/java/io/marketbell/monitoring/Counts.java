package io.marketbell.monitoring;

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
record Counts(List<Counter> series, Window window) {

    static Counts of(Snapshot snapshot, Metric metric, Window window) {
        return new Counts(
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

    Counts filter(Predicate<? super Reading> meant) {
        return new Counts(series.stream().filter(meant).toList(), window);
    }

    Counts withoutIdle() {
        return new Counts(
                series.stream().filter(counter -> increase(counter, window) > 0).toList(), window);
    }

    JsonArrayBuilder json() {
        JsonArrayBuilder json = Numbers.JSON.createArrayBuilder();
        for (Counter counter : series) {
            JsonObjectBuilder line = Numbers.JSON.createObjectBuilder();
            counter.tags().forEach(line::add);
            double increase = increase(counter, window);
            json.add(line.add("count", Numbers.whole(increase))
                    .add("per_second", Numbers.perSecond(increase, window))
                    .add("total", Numbers.whole(counter.total())));
        }
        return json;
    }
}
