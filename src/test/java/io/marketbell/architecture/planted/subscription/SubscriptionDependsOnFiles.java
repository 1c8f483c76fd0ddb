package io.marketbell.architecture.planted.subscription;

/** Violates: the index must do no input or output. */
public record SubscriptionDependsOnFiles(java.nio.file.Path path) {}
