package io.marketbell.architecture.planted.publish.validation;

/** Violates: validation knows nothing of HTTP. */
record KnowsRequests(jakarta.servlet.http.HttpServletRequest request) {}
