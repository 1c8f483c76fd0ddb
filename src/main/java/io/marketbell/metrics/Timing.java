package io.marketbell.metrics;

/** Records durations of one series. Thread-safe, non-blocking and allocation-free. */
public interface Timing {

    /** Records a duration. Negative durations count as zero, durations above one hour as one hour. */
    void record(long nanos);

    /** @param traceId trace id of the request, exported as an exemplar; null if it has none */
    void record(long nanos, String traceId);
}
