package io.marketbell.architecture.planted.apidocs;

/** A document, used by planted violations. */
public record Guide() {}
