package io.marketbell.metrics;

import java.util.Map;

/** What is kept of one metric and one set of tags. Any thread records; one thread at a time turns the intervals. */
interface Series {
    Map<String, String> tags();

    /** As of the last tick. */
    Reading read();

    Points points();

    /** About how much memory its past takes. */
    long bytes();
}
