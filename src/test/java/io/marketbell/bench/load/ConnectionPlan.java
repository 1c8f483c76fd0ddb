package io.marketbell.bench.load;

import java.util.List;

/**
 * A connection to be made: whose, how it will behave, and the requests that it subscribes with.
 *
 * @param number among all connections of the run, from 0
 */
record ConnectionPlan(int number, Kind kind, String apiKey, List<String> subscribes) {

    enum Kind {
        READING,
        /** Reads a few bytes a second. */
        SLOW,
        /** Reads nothing once it is subscribed. */
        STALLED
    }

    ConnectionPlan {
        subscribes = List.copyOf(subscribes);
    }
}
