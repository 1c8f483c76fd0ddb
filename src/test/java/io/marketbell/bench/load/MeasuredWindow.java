package io.marketbell.bench.load;

/** The measured period: notifications published from {@code from} to {@code to}, in nanoseconds since 1970. */
final class MeasuredWindow {
    private volatile long from = Long.MAX_VALUE;
    private volatile long to = Long.MAX_VALUE;

    void open(long from, long to) {
        this.to = to;
        this.from = from;
    }

    boolean holds(long time) {
        return time >= from && time < to;
    }
}
