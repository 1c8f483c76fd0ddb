package io.marketbell.architecture.planted.routing;

/** Breaks: routing does no input or output. */
record ReadsFiles(java.nio.file.Path path) {}
