package io.marketbell.metrics;

import java.util.Map;

/**
 * One series: one metric with one set of tag values. Recording is thread-safe. Only one thread at a time may end
 * intervals.
 */
public abstract class Series {
    final Metric metric;
    private final Map<String, String> tags;

    Series(Metric metric, Map<String, String> tags) {
        this.metric = metric;
        this.tags = tags;
    }

    public final Map<String, String> tags() {
        return tags;
    }

    /** Returns the value as of the last tick. */
    abstract Reading read();

    abstract FigureHistory points();
}
