package io.marketbell.architecture.planted.http.address;

/** Violates: addresses and origins are pure. */
record KnowsRequests(jakarta.servlet.http.HttpServletRequest request) {}
