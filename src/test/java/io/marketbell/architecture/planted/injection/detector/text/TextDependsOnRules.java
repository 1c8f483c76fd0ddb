package io.marketbell.architecture.planted.injection.detector.text;

/** Violates: texts of the detector must not depend on rules. */
record TextDependsOnRules(io.marketbell.architecture.planted.injection.detector.sql.SqlDependsOnPath rule) {}
