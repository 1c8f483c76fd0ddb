package io.marketbell.architecture.planted.injection.detector;

/** Violates: the detector knows nothing but texts. */
record KnowsRequests(jakarta.servlet.http.HttpServletRequest request) {}
