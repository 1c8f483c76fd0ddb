package io.marketbell.architecture.planted.delivery.writer;

import io.marketbell.architecture.planted.delivery.shard.Dispatcher;

/** Violates: writers must not depend on shards. */
record WriterDependsOnShard(Dispatcher other) {}
