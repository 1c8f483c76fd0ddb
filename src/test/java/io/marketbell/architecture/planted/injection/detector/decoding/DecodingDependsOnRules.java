package io.marketbell.architecture.planted.injection.detector.decoding;

/** Violates: decoding must not depend on rules. */
record DecodingDependsOnRules(io.marketbell.architecture.planted.injection.detector.sql.SqlDependsOnPath rule) {}
