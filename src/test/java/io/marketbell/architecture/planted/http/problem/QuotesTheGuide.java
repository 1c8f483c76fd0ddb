package io.marketbell.architecture.planted.http.problem;

import io.marketbell.architecture.planted.apidocs.Guide;

/** Violates: the documents are reached by nothing but the wiring. */
record QuotesTheGuide(Guide guide) {}
