package io.marketbell.architecture.planted.journal.log;

/** A commit, for others to reach for. */
public record Commit(String name) {}
