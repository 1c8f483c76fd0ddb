package io.marketbell.architecture.planted.ratelimit.bucket;

/** Violates: buckets must not depend on requests. */
record BucketDependsOnServlet(jakarta.servlet.http.HttpServletRequest request) {}
