package io.marketbell.architecture.planted.delivery.outbox;

import io.marketbell.architecture.planted.delivery.shard.Dispatcher;

/** Violates: the outbox must not depend on threads. */
record OutboxDependsOnShard(Dispatcher other) {}
