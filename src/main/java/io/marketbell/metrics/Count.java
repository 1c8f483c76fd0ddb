package io.marketbell.metrics;

/** A monotonic counter. Thread-safe. */
public interface Count {

    void increment();

    void add(long more);
}
