package io.marketbell.architecture.planted.delivery.shard;

/** A thread, used by planted violations. */
public record Dispatcher(String name) {}
