package io.marketbell.architecture.planted.http.address;

/** Breaks: addresses and origins are pure. */
record KnowsRequests(jakarta.servlet.http.HttpServletRequest request) {}
