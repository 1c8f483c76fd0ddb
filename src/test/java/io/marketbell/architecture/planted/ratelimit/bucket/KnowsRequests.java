package io.marketbell.architecture.planted.ratelimit.bucket;

/** Violates: buckets must not depend on requests. */
record KnowsRequests(jakarta.servlet.http.HttpServletRequest request) {}
