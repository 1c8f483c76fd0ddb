package io.marketbell.architecture.planted.monitoring;

import io.marketbell.architecture.planted.journal.KnowsWhoIsConnected;

/** Violates: monitoring must only translate the results of other packages. */
final class AsksTheJournal {
    private KnowsWhoIsConnected journal;
}
