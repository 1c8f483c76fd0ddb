package io.marketbell.architecture.planted.demo;

/** A demo, used by planted violations. */
public record Market() {}
