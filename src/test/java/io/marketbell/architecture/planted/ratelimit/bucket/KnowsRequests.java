package io.marketbell.architecture.planted.ratelimit.bucket;

/** Violates: buckets know nothing of requests. */
record KnowsRequests(jakarta.servlet.http.HttpServletRequest request) {}
