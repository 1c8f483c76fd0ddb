package io.marketbell.architecture.planted.subscription;

/** Violates: the index does no input or output. */
public record ReadsFiles(java.nio.file.Path path) {}
