package io.marketbell.architecture.planted.publish.validation;

/** Breaks: validation knows nothing of HTTP. */
record KnowsRequests(jakarta.servlet.http.HttpServletRequest request) {}
