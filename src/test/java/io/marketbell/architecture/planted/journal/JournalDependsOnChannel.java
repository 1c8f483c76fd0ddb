package io.marketbell.architecture.planted.journal;

import io.marketbell.architecture.planted.channel.Wire;

/** Violates: the journal must not depend on connections. */
public record JournalDependsOnChannel(Wire wire) {}
