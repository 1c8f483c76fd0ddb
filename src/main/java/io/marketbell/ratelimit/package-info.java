/**
 * How often anybody may do anything: token buckets for users by tier, client addresses and endpoints, drawn on together
 * or not at all. {@link io.marketbell.ratelimit.bucket.RateLimiter} is the inside door; filters and the frame gate only translate
 * between it and the wire.
 */
package io.marketbell.ratelimit;
