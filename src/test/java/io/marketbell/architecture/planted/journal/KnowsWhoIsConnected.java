package io.marketbell.architecture.planted.journal;

import io.marketbell.architecture.planted.channel.Wire;

/** Violates: the journal never knows who is connected. */
public record KnowsWhoIsConnected(Wire wire) {}
