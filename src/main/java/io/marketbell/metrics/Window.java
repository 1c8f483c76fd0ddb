package io.marketbell.metrics;

import java.time.Duration;

/** The times that a snapshot tells of; each ends with the snapshot. */
public enum Window {
    MINUTE(6),
    FIVE_MINUTES(30),
    HOUR(360);

    private final int intervals;

    Window(int intervals) {
        this.intervals = intervals;
    }

    int intervals() {
        return intervals;
    }

    public Duration length() {
        return Registry.INTERVAL.multipliedBy(intervals);
    }
}
