package io.marketbell.bench.load;

import java.util.List;

/**
 * A planned connection: its user, its behaviour, and its subscribe requests.
 *
 * @param number the number among all connections of the run, starting at 0
 */
record ConnectionPlan(int number, Kind kind, String apiKey, List<String> subscribes) {

    enum Kind {
        READING,
        /** Reads a few bytes a second. */
        SLOW,
        /** Reads nothing after it has subscribed. */
        STALLED
    }

    ConnectionPlan {
        subscribes = List.copyOf(subscribes);
    }
}
