package io.marketbell.architecture.planted.json;

/** Violates: reading JSON is pure. */
record KnowsRequests(jakarta.servlet.http.HttpServletRequest request) {}
