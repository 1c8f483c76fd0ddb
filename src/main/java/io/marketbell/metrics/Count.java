package io.marketbell.metrics;

/** What only rises. Any thread may add. */
public interface Count {

    void increment();

    void add(long more);
}
