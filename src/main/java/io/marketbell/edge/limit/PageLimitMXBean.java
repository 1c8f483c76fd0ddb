package io.marketbell.edge.limit;

/**
 * Passes the counters of {@link PageLimit} from the server's copy of this class to the application's metrics: the two
 * copies share no other state.
 */
public interface PageLimitMXBean {
    /** The number of requests above the limit since the start, also those that the mode {@code report} admits. */
    long getExceeded();
}
