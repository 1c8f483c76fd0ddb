package io.marketbell.monitoring.report;

import io.marketbell.json.JsonMembers;
import io.marketbell.metrics.Distribution;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Reading.Counter;
import io.marketbell.metrics.Snapshot;
import io.marketbell.metrics.Window;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The figures of one window of a snapshot, rounded for JSON. A map of tags selects series; an empty one selects all. */
record WindowFigures(Snapshot snapshot, Window window) {

    /** Returns the number of events. */
    BigDecimal count(Metric metric, Map<String, String> tags) {
        return RoundedNumber.whole(snapshot.count(metric, window, tags));
    }

    /** Returns the number of events for each value of a tag. */
    JsonMembers counts(Metric metric, String tag, Collection<String> values) {
        JsonMembers counts = new JsonMembers();
        values.forEach(value -> counts.add(value, count(metric, Map.of(tag, value))));
        return counts;
    }

    BigDecimal perSecond(Metric metric, Map<String, String> tags) {
        return perSecond(snapshot.count(metric, window, tags));
    }

    BigDecimal perSecond(double count) {
        return RoundedNumber.thousandths(count / window.length().toSeconds());
    }

    /** Returns the current value of a gauge, or null if it has none. */
    BigDecimal gauge(Metric metric, Map<String, String> tags) {
        return RoundedNumber.whole(snapshot.value(metric, tags));
    }

    JsonMembers latency(Metric metric, Map<String, String> tags) {
        return latency(snapshot.distribution(metric, window, tags));
    }

    /** Returns a distribution of durations in milliseconds. */
    static JsonMembers latency(Distribution durations) {
        return new JsonMembers()
                .add("count", durations.count())
                .add("mean_ms", milliseconds(durations.sum() / durations.count()))
                .add("p50_ms", milliseconds(durations.p50()))
                .add("p95_ms", milliseconds(durations.p95()))
                .add("p99_ms", milliseconds(durations.p99()))
                .add("p999_ms", milliseconds(durations.p999()))
                .add("max_ms", milliseconds(durations.max()));
    }

    private static BigDecimal milliseconds(double seconds) {
        return RoundedNumber.thousandths(seconds * 1_000);
    }

    /** Returns the series of a counter, busiest first, with tags, increase in the window, and total. */
    Stream<JsonMembers> table(Metric metric, Predicate<Counter> included) {
        return snapshot.readings(metric).stream()
                .filter(Counter.class::isInstance)
                .map(Counter.class::cast)
                .filter(included)
                .sorted(Comparator.comparingDouble((Counter counter) -> -increase(counter))
                        .thenComparing(counter -> counter.tags().toString()))
                .map(counter -> new JsonMembers()
                        .addAll(counter.tags())
                        .add("count", RoundedNumber.whole(increase(counter)))
                        .add("per_second", perSecond(increase(counter)))
                        .add("total", RoundedNumber.whole(counter.total())));
    }

    double increase(Counter counter) {
        return counter.increase().get(window);
    }
}
