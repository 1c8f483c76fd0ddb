package io.marketbell.architecture.planted.channel;

import io.marketbell.architecture.planted.journal.KnowsWhoIsConnected;

/**
 * Violates: channels must not depend on the journal, publish or dead letters. Together with its counterpart: top-level
 * packages must not form cycles.
 */
record DecidesPolicy(KnowsWhoIsConnected journal) {}
