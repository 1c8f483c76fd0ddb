package io.marketbell.monitoring;

import io.marketbell.delivery.Readers;
import io.marketbell.delivery.Readers.Listing;
import io.marketbell.health.Alert;
import io.marketbell.health.State;
import io.marketbell.metrics.History;
import io.marketbell.metrics.Snapshot;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The data shared by all reports between two snapshots. Two instances are never equal. */
final class Moment {
    private final Snapshot snapshot;
    private final State state;
    private final List<Alert> alerts;
    private final Set<String> routes;
    private final Function<History.Question, History> past;
    private final Readers readers;
    private Listing listing;

    /**
     * @param routes all routes, with or without requests
     * @param past returns the history for a question
     */
    Moment(
            Snapshot snapshot,
            State state,
            List<Alert> alerts,
            Set<String> routes,
            Function<History.Question, History> past,
            Readers readers) {
        this.snapshot = snapshot;
        this.state = state;
        this.alerts = List.copyOf(alerts);
        this.routes = routes;
        this.past = past;
        this.readers = readers;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    State state() {
        return state;
    }

    List<Alert> alerts() {
        return alerts;
    }

    Set<String> routes() {
        return routes;
    }

    History history(History.Question question) {
        return past.apply(question);
    }

    /** Collected on first use, so that the connections are not queried unless a report needs them. */
    synchronized Listing listing() {
        if (listing == null) {
            listing = readers.list();
        }
        return listing;
    }
}
