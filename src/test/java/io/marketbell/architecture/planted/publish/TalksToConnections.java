package io.marketbell.architecture.planted.publish;

import io.marketbell.architecture.planted.channel.Wire;

/** Breaks: publish never talks to connections. */
record TalksToConnections(Wire wire) {}
