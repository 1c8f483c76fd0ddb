package io.marketbell.architecture.planted.apidocs;

/** A document, for others to reach for. */
public record Guide() {}
