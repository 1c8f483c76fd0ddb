/**
 * Rate limiting: token buckets for users by tier, client addresses and endpoints, charged together or not at all.
 * {@link io.marketbell.ratelimit.bucket.RateLimiter} is the Java interface; filters and the frame limiter only
 * translate between it and the protocol.
 */
package io.marketbell.ratelimit;
