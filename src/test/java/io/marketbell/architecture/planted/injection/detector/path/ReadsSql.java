package io.marketbell.architecture.planted.injection.detector.path;

/** Violates: paths are detected independently of SQL and of escapes. */
public record ReadsSql(io.marketbell.architecture.planted.injection.detector.sql.ReadsPaths sql) {}
