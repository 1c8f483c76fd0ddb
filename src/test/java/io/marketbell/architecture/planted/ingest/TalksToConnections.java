package io.marketbell.architecture.planted.ingest;

import io.marketbell.architecture.planted.channel.Wire;

/** Breaks: ingest never talks to connections. */
record TalksToConnections(Wire wire) {}
