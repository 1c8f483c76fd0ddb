package io.marketbell.architecture.planted.channel;

/** A connection, used by planted violations. */
public record Wire(String name) {}
