package io.marketbell.delivery;

import io.marketbell.cluster.Presence;
import io.marketbell.journal.Journal;
import io.marketbell.journal.Ledger;
import java.util.concurrent.Executor;

/**
 * The dependencies of delivery on the rest of the application. Created once; all components are thread-safe.
 *
 * @param databaseThreads for reads of the journal; tasks on it may block
 */
public record DeliveryContext(
        DeliverySettings settings,
        Clocks clocks,
        Journal journal,
        Ledger ledger,
        OutcomeListener outcomes,
        Presence presence,
        Executor databaseThreads) {

    /** Returns whether the offset of the notification belongs to the journal's current log. */
    public boolean isOfThisLog(RoutedNotification routed) {
        return routed.epoch() == null || routed.epoch().equals(journal.epoch());
    }
}
