package io.marketbell.architecture.planted.monitoring;

import io.marketbell.architecture.planted.journal.KnowsWhoIsConnected;

/** Violates: monitoring translates what others have worked out. */
final class AsksTheJournal {
    private KnowsWhoIsConnected journal;
}
