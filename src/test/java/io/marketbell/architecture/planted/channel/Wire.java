package io.marketbell.architecture.planted.channel;

/** A connection for others to reach for. */
public record Wire(String name) {}
