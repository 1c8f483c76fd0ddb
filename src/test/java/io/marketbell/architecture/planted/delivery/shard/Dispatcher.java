package io.marketbell.architecture.planted.delivery.shard;

/** A thread, for others to reach for. */
public record Dispatcher(String name) {}
