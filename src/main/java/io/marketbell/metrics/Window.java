package io.marketbell.metrics;

import java.time.Duration;

/** The periods covered by a snapshot; each ends at the time of the snapshot. */
public enum Window {
    MINUTE(6),
    FIVE_MINUTES(30),
    HOUR(360);

    private final int intervals;

    Window(int intervals) {
        this.intervals = intervals;
    }

    public int intervals() {
        return intervals;
    }

    public Duration length() {
        return Registry.INTERVAL.multipliedBy(intervals);
    }
}
