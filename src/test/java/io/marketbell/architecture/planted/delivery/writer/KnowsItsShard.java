package io.marketbell.architecture.planted.delivery.writer;

import io.marketbell.architecture.planted.delivery.shard.Dispatcher;

/** Violates: writers know no shard. */
record KnowsItsShard(Dispatcher other) {}
