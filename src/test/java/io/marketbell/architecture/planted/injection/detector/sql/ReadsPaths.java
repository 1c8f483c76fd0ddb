package io.marketbell.architecture.planted.injection.detector.sql;

/** Violates: SQL is detected independently of paths and of escapes. */
public record ReadsPaths(io.marketbell.architecture.planted.injection.detector.path.ReadsSql paths) {}
