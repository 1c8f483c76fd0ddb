package io.marketbell.architecture.planted.app;

/** The wiring, used by planted violations. */
public record Wiring() {}
