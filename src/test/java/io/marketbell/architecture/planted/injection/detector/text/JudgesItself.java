package io.marketbell.architecture.planted.injection.detector.text;

/** Violates: the detector's texts know no rule. */
record JudgesItself(io.marketbell.architecture.planted.injection.detector.sql.ReadsPaths rule) {}
