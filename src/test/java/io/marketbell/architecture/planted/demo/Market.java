package io.marketbell.architecture.planted.demo;

/** A demo, for others to reach for. */
public record Market() {}
