package io.marketbell.architecture.planted.publish;

import io.marketbell.architecture.planted.channel.Wire;

/** Violates: publish never talks to connections. */
record TalksToConnections(Wire wire) {}
