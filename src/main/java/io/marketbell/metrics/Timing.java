package io.marketbell.metrics;

/** Where durations of one kind are recorded. Any thread may; it waits for none, and allocates nothing. */
public interface Timing {

    /** Negative ones count as zero, those above an hour as an hour. */
    void record(long nanos);

    /** @param traceId of the request it was, to be shown as an example; null where it has none */
    void record(long nanos, String traceId);
}
