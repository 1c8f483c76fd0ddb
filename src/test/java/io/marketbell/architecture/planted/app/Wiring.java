package io.marketbell.architecture.planted.app;

/** The wiring, for others to reach for. */
public record Wiring() {}
