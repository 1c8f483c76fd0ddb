package io.marketbell.blackbox.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measured durations. Thread-safe. */
final class Durations {
    private final List<Long> nanos = new ArrayList<>();

    synchronized void add(long duration) {
        nanos.add(duration);
    }

    synchronized int size() {
        return nanos.size();
    }

    /** Returns a percentile in milliseconds; NaN if there are no durations. */
    synchronized double millis(double percentile) {
        if (nanos.isEmpty()) {
            return Double.NaN;
        }
        nanos.sort(null);
        int rank = (int) Math.ceil(percentile / 100 * nanos.size());
        return nanos.get(Math.max(1, rank) - 1) / 1e6;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%6d measured, p50 %8.2f ms, p90 %8.2f ms, p99 %8.2f ms, max %8.2f ms",
                size(),
                millis(50),
                millis(90),
                millis(99),
                millis(100));
    }
}
