package io.marketbell.architecture.planted.injection.detector;

/** Violates: the detector must depend on the JDK only. */
record KnowsRequests(jakarta.servlet.http.HttpServletRequest request) {}
