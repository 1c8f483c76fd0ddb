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

/** What all reads between two snapshots tell of. Two of them are never equal. */
final class Moment {
    private final Snapshot snapshot;
    private final State state;
    private final List<Alert> alerts;
    private final Set<String> routes;
    private final Function<History.Question, History> past;
    private final Readers readers;
    private Listing listing;

    /**
     * @param routes all that there are, asked for or not
     * @param past answers what is asked of it
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

    /** Taken when it is first asked for: where nobody looks, no reader is bothered. */
    synchronized Listing listing() {
        if (listing == null) {
            listing = readers.list();
        }
        return listing;
    }
}
