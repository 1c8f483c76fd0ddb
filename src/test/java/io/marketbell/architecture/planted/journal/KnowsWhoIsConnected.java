package io.marketbell.architecture.planted.journal;

import io.marketbell.architecture.planted.channel.Wire;

/** Breaks: the journal never knows who is connected. */
public record KnowsWhoIsConnected(Wire wire) {}
