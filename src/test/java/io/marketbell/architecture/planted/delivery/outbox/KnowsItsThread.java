package io.marketbell.architecture.planted.delivery.outbox;

import io.marketbell.architecture.planted.delivery.shard.Dispatcher;

/** Violates: the outbox knows no thread. */
record KnowsItsThread(Dispatcher other) {}
