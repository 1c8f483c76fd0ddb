package io.marketbell.architecture.planted.subscription;

/** Violates: the index must do no input or output. */
public record ReadsFiles(java.nio.file.Path path) {}
