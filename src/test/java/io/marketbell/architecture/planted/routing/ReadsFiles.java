package io.marketbell.architecture.planted.routing;

/** Breaks: routing does no input or output. */
public record ReadsFiles(java.nio.file.Path path) {}
