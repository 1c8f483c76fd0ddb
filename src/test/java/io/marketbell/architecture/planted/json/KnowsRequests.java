package io.marketbell.architecture.planted.json;

/** Breaks: reading JSON is pure. */
record KnowsRequests(jakarta.servlet.http.HttpServletRequest request) {}
