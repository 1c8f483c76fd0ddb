package io.marketbell.architecture.planted.subscription;

/** Breaks: the index does no input or output. */
public record ReadsFiles(java.nio.file.Path path) {}
