package io.marketbell.metrics;

import java.util.Map;

/**
 * One series: one metric with one set of tag values. Recording is thread-safe. Only one thread at a time may end
 * intervals.
 */
public interface Series {
    Map<String, String> tags();

    /** Returns the value as of the last tick. */
    Reading read();

    FigureHistory points();

    /** Returns the approximate memory used by the history. */
    long bytes();
}
