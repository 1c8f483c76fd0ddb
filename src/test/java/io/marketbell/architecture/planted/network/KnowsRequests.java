package io.marketbell.architecture.planted.network;

/** Breaks: addresses and origins are pure. */
record KnowsRequests(jakarta.servlet.http.HttpServletRequest request) {}
