package io.marketbell.architecture.planted.injection.detector.path;

/** Violates: path detection must not depend on SQL detection or decoding. */
public record PathDependsOnSql(io.marketbell.architecture.planted.injection.detector.sql.SqlDependsOnPath sql) {}
