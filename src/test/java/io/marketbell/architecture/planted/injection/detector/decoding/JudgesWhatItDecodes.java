package io.marketbell.architecture.planted.injection.detector.decoding;

/** Violates: decoding knows no rule of the detector. */
record JudgesWhatItDecodes(io.marketbell.architecture.planted.injection.detector.sql.ReadsPaths rule) {}
