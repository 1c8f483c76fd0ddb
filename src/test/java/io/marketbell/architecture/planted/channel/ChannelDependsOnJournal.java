package io.marketbell.architecture.planted.channel;

import io.marketbell.architecture.planted.journal.JournalDependsOnChannel;

/**
 * Violates: channels must not depend on the journal, publish or dead letters. Together with its counterpart: top-level
 * packages must not form cycles.
 */
record ChannelDependsOnJournal(JournalDependsOnChannel journal) {}
