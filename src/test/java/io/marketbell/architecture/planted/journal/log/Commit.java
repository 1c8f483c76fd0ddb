package io.marketbell.architecture.planted.journal.log;

/** A commit, used by planted violations. */
public record Commit(String name) {}
