package io.marketbell.architecture.planted.injection.detector.sql;

/** Violates: SQL detection must not depend on path detection or decoding. */
public record SqlDependsOnPath(io.marketbell.architecture.planted.injection.detector.path.PathDependsOnSql paths) {}
