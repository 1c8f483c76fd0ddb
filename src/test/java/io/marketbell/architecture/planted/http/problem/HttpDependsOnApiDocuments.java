package io.marketbell.architecture.planted.http.problem;

import io.marketbell.architecture.planted.apidocs.Guide;

/** Violates: only the wiring may use the API documents. */
record HttpDependsOnApiDocuments(Guide guide) {}
