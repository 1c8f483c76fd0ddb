package io.marketbell.architecture.planted.monitoring;

import io.marketbell.architecture.planted.journal.JournalDependsOnChannel;

/** Violates: monitoring must only translate the results of other packages. */
final class MonitoringDependsOnJournal {
    private JournalDependsOnChannel journal;
}
